import { measure, type Measurement, median, type Operation, quantile } from "./measure.ts";
import type { ProcessorClock } from "./processor-time.ts";

/** What is compared: the operation of interest and the bare one, each once per client. */
export interface Pair {
  subject: readonly Operation[];
  bare: readonly Operation[];
}

/** The two beside each other. */
export interface Comparison {
  perSecond: number;
  /** Medians over the rounds, in milliseconds. */
  p50: number;
  p95: number;
  /** Of all rounds, in milliseconds: the fastest tenth is the least disturbed by others. */
  p10: number;
  /** Of all rounds, ascending; not kept in results. */
  latencies: readonly number[];
  /** Operations measured. */
  samples: number;
  barePerSecond: number;
  bareP50: number;
  /** Throughput as a share of the bare one's: median of the rounds. */
  share: number;
  /** Latency as a multiple of the bare one's: median of the rounds. */
  times: number;
  /** Milliseconds of the processor for each operation, clients and backends; null: not known. */
  processor: number | null;
  /** The bare one's processor time as a share of the subject's: median of the rounds. */
  processorShare: number | null;
}

/**
 * Measures both in turns (bare, subject, bare, subject, ...), so that what else the machine does
 * falls on both, and takes the median of the rounds. One round runs first, unmeasured.
 *
 * @param seconds for the subject, all rounds together; the bare one gets a third of it
 * @param rounds more, where the two are nearly the same
 */
export async function compare(
  { subject, bare }: Pair,
  seconds: number,
  clock?: ProcessorClock,
  rounds = 3,
): Promise<Comparison> {
  const results: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    const part = (round === 0 ? 0.5 : 1) * seconds / rounds;
    const result = {
      bare: await measure(bare, part / 3, clock),
      subject: await measure(subject, part, clock),
    };
    if (round > 0) results.push(result);
  }
  return summarize(results);
}

/** Who serves the two, and who asks. */
export interface Clocks {
  subject: ProcessorClock;
  bare: ProcessorClock;
  /** What asks for both; each operation is taken to cost it the same. */
  both: ProcessorClock;
}

/**
 * Measures both at the same time: whatever the machine does, and however fast it happens to be, is
 * the same for both, where turns of the very same differ by some hundredths. Throughput tells then
 * of waiting alone, since both share the processors; what these have to do, processor time tells.
 * One round runs first, unmeasured.
 *
 * @param seconds all rounds together
 */
export async function compareAtOnce(
  { subject, bare }: Pair,
  seconds: number,
  clocks: Clocks,
  rounds: number,
): Promise<Comparison> {
  const results: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    const part = (round === 0 ? 0.5 : 1) * seconds / rounds;
    const before = await clocks.both();
    const [one, other] = await Promise.all([
      measure(subject, part, clocks.subject),
      measure(bare, part, clocks.bare),
    ]);
    const after = await clocks.both();
    const operations = one.latencies.length + other.latencies.length;
    const asking = before === null || after === null ? null : (after - before) / operations;
    const withAsking = (of: Measurement): Measurement => ({
      ...of,
      processor: of.processor === null || asking === null ? null : of.processor + asking,
    });
    if (round > 0) results.push({ subject: withAsking(one), bare: withAsking(other) });
  }
  return summarize(results);
}

interface Round {
  subject: Measurement;
  bare: Measurement;
}

function summarize(results: readonly Round[]): Comparison {
  const over = (value: (round: Round) => number) => median(results.map(value));
  return {
    perSecond: over((round) => round.subject.perSecond),
    p50: over((round) => quantile(round.subject.latencies, 0.5)),
    p95: over((round) => quantile(round.subject.latencies, 0.95)),
    ...pooled(results.map(({ subject }) => subject)),
    barePerSecond: over((round) => round.bare.perSecond),
    bareP50: over((round) => quantile(round.bare.latencies, 0.5)),
    share: over((round) => round.subject.perSecond / round.bare.perSecond),
    times: over((round) =>
      quantile(round.subject.latencies, 0.5) / quantile(round.bare.latencies, 0.5)
    ),
    processor: medianOrNull(results.map(({ subject }) => subject.processor)),
    processorShare: medianOrNull(
      results.map(({ subject, bare }) =>
        subject.processor === null || bare.processor === null
          ? null
          : bare.processor / subject.processor
      ),
    ),
  };
}

/** Several comparisons of the same, made at different times, as one: median by median. */
export function combine(comparisons: readonly Comparison[]): Comparison {
  const over = (value: (each: Comparison) => number) => median(comparisons.map(value));
  return {
    perSecond: over((each) => each.perSecond),
    p50: over((each) => each.p50),
    p95: over((each) => each.p95),
    ...pooled(comparisons),
    barePerSecond: over((each) => each.barePerSecond),
    bareP50: over((each) => each.bareP50),
    share: over((each) => each.share),
    times: over((each) => each.times),
    processor: medianOrNull(comparisons.map((each) => each.processor)),
    processorShare: medianOrNull(comparisons.map((each) => each.processorShare)),
  };
}

/** What is told of all latencies together. */
function pooled(parts: readonly { latencies: readonly number[] }[]) {
  const latencies = parts.flatMap((part) => part.latencies).sort((a, b) => a - b);
  return { latencies, samples: latencies.length, p10: quantile(latencies, 0.1) };
}

/** The middle of what is known. */
function medianOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}
