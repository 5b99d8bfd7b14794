import { RuntrailError } from "./runtrail-error.ts";
import { pause } from "./pause.ts";

/** How often and how fast a call is tried again. */
export interface RetryOptions {
  /** Attempts in all; 5 unless said otherwise. */
  readonly attempts?: number;
  /** The first wait is half to all of this many seconds, at random, each next twice as long; 0.5. */
  readonly firstSeconds?: number;
  /** No wait is longer; a server that asks for a longer one is not waited for. 20. */
  readonly longestSeconds?: number;
}

/** Statuses that another attempt may change; 0: no answer came. */
const PASSING = new Set([0, 408, 429, 502, 503, 504]);

/** Whether the same request may succeed a little later. */
export function isPassing(error: unknown): error is RuntrailError {
  return error instanceof RuntrailError && PASSING.has(error.status);
}

/** Milliseconds to wait after the nth failure; random, so that many clients do not come at once. */
export function backoff(failures: number, options: RetryOptions): number {
  const { firstSeconds = 0.5, longestSeconds = 20 } = options;
  const most = Math.min(firstSeconds * 2 ** (failures - 1), longestSeconds);
  return 1000 * most * (0.5 + Math.random() / 2);
}

/**
 * Calls until it succeeds, fails for good, or has failed too often. What is not safe to repeat is
 * repeated only after 429, which says that nothing was done.
 */
export async function withRetries<Answer>(
  attempt: () => Promise<Answer>,
  isSafe: boolean,
  options: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const { attempts = 5, longestSeconds = 20 } = options;
  for (let failures = 1;; failures++) {
    try {
      return await attempt();
    } catch (error) {
      const again = isPassing(error) && (isSafe || error.status === 429);
      if (!again || failures >= attempts || signal?.aborted) throw error;
      const asked = error.retryAfter ?? 0;
      if (asked > longestSeconds) throw error;
      await pause(Math.max(asked * 1000, backoff(failures, options)), signal);
      if (signal?.aborted) throw error;
    }
  }
}
