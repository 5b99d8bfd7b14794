import process from "node:process";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Calls `flush` when the process is asked to end, and lets it end afterwards, unless others listen,
 * who then decide. Whoever asks a second time does not wait.
 *
 * @returns what ends the listening.
 */
export function onEndingSignal(flush: () => Promise<void>): () => void {
  let flushing = false;

  async function listener(signal: NodeJS.Signals) {
    if (!flushing) {
      flushing = true;
      await flush();
    }
    stop();
    const others = process.listenerCount(signal);
    if (others === 0) process.kill(process.pid, signal);
  }

  function stop() {
    for (const signal of signals) process.removeListener(signal, listener);
  }

  for (const signal of signals) process.on(signal, listener);
  return stop;
}
