import type { ProcessorClock } from "./processor-time.ts";

/** One operation of a client; called again and again. It may say itself how many ms it took. */
export type Operation = () => Promise<number | void>;

/** What a number of clients did in a measured time. */
export interface Measurement {
  /** Operations per second, all clients together. */
  perSecond: number;
  /** Latencies in milliseconds, ascending. */
  latencies: readonly number[];
  /** Milliseconds of the processor for each operation; null where it is not known. */
  processor: number | null;
}

/**
 * Lets clients repeat an operation, each starting the next as soon as the last has ended. Each
 * client does at least one.
 *
 * @param clients one operation per client
 * @param seconds measured time; operations that end later count, at the time they took
 * @param clock tells what the clients and those who serve them have used of the processor
 */
export async function measure(
  clients: readonly Operation[],
  seconds: number,
  clock: ProcessorClock = () => Promise.resolve(null),
): Promise<Measurement> {
  const latencies: number[] = [];
  const before = await clock();
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
  const after = await clock();
  const processor = before === null || after === null ? null : (after - before) / latencies.length;
  latencies.sort((a, b) => a - b);
  return { perSecond: latencies.length / elapsed, latencies, processor };
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

/** The mean of some numbers. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By how much the mean of such numbers varies: their standard deviation over the root of n. */
export function standardError(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
