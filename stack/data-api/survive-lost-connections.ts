let listening = false;

/**
 * Keeps the process alive when Postgres closes connections: the driver then writes to a socket that
 * is gone, or rejects a promise that nobody holds, from its own timers where no caller can catch
 * it. Those two are ignored, what they interrupted fails with an error of its own; all other
 * uncaught errors end the process as ever.
 */
export function surviveLostConnections(): void {
  if (listening) return;
  listening = true;
  addEventListener("unhandledrejection", (event) => {
    if (/^CONNECTION_(CLOSED|DESTROYED|ENDED)$/.test(String(event.reason?.code))) {
      event.preventDefault();
    }
  });
  addEventListener("error", (event) => {
    if (/\bnextWrite\b.*\/postgres\//s.test(String(event.error?.stack))) event.preventDefault();
  });
}
