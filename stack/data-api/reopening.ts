/** How long what is under way may go on in a pool that is closed. */
export const GRACE_SECONDS = 2;

/** Something on database connections that is opened again after one of them was lost. */
export interface Reopening<T> {
  /** Works with what is open; rejects with `CONNECTION_CLOSED` when a connection is lost meanwhile. */
  use<R>(work: (opened: T) => Promise<R>): Promise<R>;
  stop(): Promise<void>;
}

/**
 * The driver goes on using a connection that the server closed: a query may then wait forever, or
 * end the process by writing to a socket that is gone. So the first loss retires the whole pool:
 * what is under way in it ends or fails within seconds, and the next request opens another.
 *
 * @param open Opens it; `lost` is to be called for every connection that is closed.
 * @param close Ends it, failing what is under way after {@link GRACE_SECONDS}.
 */
export function reopening<T>(
  open: (lost: () => void) => T,
  close: (opened: T) => Promise<void>,
): Reopening<T> {
  interface Entry {
    opened: T;
    fail: (reason: Error) => void;
    failed: Promise<never>;
  }
  let current: Entry | null = null;
  let stopped = false;
  const closing = new Set<Promise<void>>();

  function retire(entry: Entry) {
    if (current !== entry) return;
    current = null;
    entry.fail(
      Object.assign(new Error("The database closed the connection."), {
        code: "CONNECTION_CLOSED",
      }),
    );
    const closed = close(entry.opened).catch(() => {}).finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function start(): Entry {
    const { promise: failed, reject: fail } = Promise.withResolvers<never>();
    failed.catch(() => {});
    const entry: Entry = { opened: open(() => retire(entry)), fail, failed };
    return entry;
  }

  return {
    use(work) {
      if (stopped) return Promise.reject(new Error("The stack is stopping."));
      const { opened, failed } = current ??= start();
      return Promise.race([work(opened), failed]);
    },
    async stop() {
      stopped = true;
      if (current) retire(current);
      await Promise.all(closing);
    },
  };
}
