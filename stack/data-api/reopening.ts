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
    // How to fail what is under way. (A race with one promise of all would keep every result.)
    underWay: Set<(reason: Error) => void>;
  }
  let current: Entry | null = null;
  let stopped = false;
  const closing = new Set<Promise<void>>();

  function retire(entry: Entry) {
    if (current !== entry) return;
    current = null;
    const lost = Object.assign(new Error("The database closed the connection."), {
      code: "CONNECTION_CLOSED",
    });
    for (const fail of entry.underWay) fail(lost);
    const closed = close(entry.opened).catch(() => {}).finally(() => closing.delete(closed));
    closing.add(closed);
  }

  function start(): Entry {
    const entry: Entry = { opened: open(() => retire(entry)), underWay: new Set() };
    return entry;
  }

  return {
    async use(work) {
      if (stopped) throw new Error("The stack is stopping.");
      const { opened, underWay } = current ??= start();
      const { promise: lost, reject: fail } = Promise.withResolvers<never>();
      underWay.add(fail);
      try {
        return await Promise.race([work(opened), lost]);
      } finally {
        underWay.delete(fail);
      }
    },
    async stop() {
      stopped = true;
      if (current) retire(current);
      await Promise.all(closing);
    },
  };
}
