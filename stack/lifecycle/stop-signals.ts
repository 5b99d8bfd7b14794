/** Calls `stop` once when the program is asked to end: Ctrl-C, kill, or its terminal was closed. */
export function onStopSignal(stop: () => void): void {
  let asked = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => {
      if (!asked) stop();
      asked = true;
    });
  }
}
