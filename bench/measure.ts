/** One operation of a client; called again and again. */
export type Operation = () => Promise<void>;

/** What a number of clients did in a measured time. */
export interface Measurement {
  /** Clients that each had one operation under way. */
  clients: number;
  /** Operations per second, all clients together. */
  perSecond: number;
  /** Median latency in milliseconds. */
  p50: number;
  /** 95th percentile of latency in milliseconds. */
  p95: number;
}

/**
 * Lets clients repeat an operation, each starting the next as soon as the last has ended.
 *
 * @param clients one operation per client
 * @param seconds measured time; a quarter of it runs first, unmeasured, to warm up
 */
export async function measure(
  clients: readonly Operation[],
  seconds: number,
): Promise<Measurement> {
  const latencies: number[] = [];
  const begin = performance.now() + seconds * 250;
  const end = begin + seconds * 1000;
  await Promise.all(clients.map(async (operation) => {
    for (let started = performance.now(); started < end; started = performance.now()) {
      await operation();
      const done = performance.now();
      if (started >= begin && done <= end) latencies.push(done - started);
    }
  }));
  if (latencies.length === 0) throw new Error("No operation ended within the measured time.");
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? NaN;
  return {
    clients: clients.length,
    perSecond: latencies.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
  };
}
