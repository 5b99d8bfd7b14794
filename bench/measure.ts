/** One operation of a client; called again and again. It may say itself how many ms it took. */
export type Operation = () => Promise<number | void>;

/** What a number of clients did in a measured time. */
export interface Measurement {
  /** Operations per second, all clients together. */
  perSecond: number;
  /** Latencies in milliseconds, ascending. */
  latencies: readonly number[];
}

/**
 * Lets clients repeat an operation, each starting the next as soon as the last has ended. Each
 * client does at least one.
 *
 * @param clients one operation per client
 * @param seconds measured time; operations that end later count, at the time they took
 */
export async function measure(
  clients: readonly Operation[],
  seconds: number,
): Promise<Measurement> {
  const latencies: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(clients.map(async (operation) => {
    let started = performance.now();
    do {
      const said = await operation();
      const ended = performance.now();
      latencies.push(said ?? ended - started);
      started = ended;
    } while (started < end);
  }));
  const elapsed = (performance.now() - begin) / 1000;
  latencies.sort((a, b) => a - b);
  return { perSecond: latencies.length / elapsed, latencies };
}

/** The value that a share of the sorted values does not exceed. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)] ?? NaN
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
