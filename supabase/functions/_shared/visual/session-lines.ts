import { setTimeout as delay } from "node:timers/promises";
import type * as z from "zod";
import type { contract } from "../contract.ts";
import type { Result } from "../result.ts";
import { chunkLines } from "./chunk-lines.ts";

/** What one call of the SQL function gives: the next chunks, and whether more may come. */
export type Round = z.output<typeof contract.visualStream.output>;

/** How a session is followed. */
export interface Following {
  /** The round that has been asked for already. */
  readonly first: Round;
  /** The last chunk that the reader has. */
  readonly after: number;
  /** Asks for the chunks after one. */
  readonly next: (after: number) => Promise<Result<Round>>;
  /** Whether to wait for what comes. */
  readonly follow: boolean;
  /** When to stop at the latest, as `Date.now()` counts. */
  readonly until: number;
  /** Aborted when nobody reads any more. */
  readonly gone: AbortSignal;
}

const POLL_MS = 1000;
// Tells a reader, and proxies on the way, that the connection lives.
const SILENCE_MS = 10_000;

/**
 * The lines of a session: its events chunk by chunk, after each chunk where to resume, and at last why
 * it ends. What goes wrong on the way is a line too: the status has been sent.
 */
export async function* sessionLines(following: Following): AsyncGenerator<string, void> {
  const { next, follow, until, gone } = following;
  let { first: round, after } = following;
  const line = (fields: Record<string, unknown>) => `${JSON.stringify(fields)}\n`;
  let heard = 0;
  for (;;) {
    for (const chunk of round.chunks) {
      yield* chunkLines(chunk);
      after = chunk.arrival;
      yield line({ after });
      heard = Date.now();
      if (heard >= until) break;
    }
    if (Date.now() >= until) return yield line({ end: "time_limit", after });
    if (!round.more) {
      if (round.ended) return yield line({ end: "session_ended", after });
      if (!follow) return yield line({ end: "caught_up", after });
      if (Date.now() - heard >= SILENCE_MS) {
        yield line({ after });
        heard = Date.now();
      }
      await delay(Math.min(POLL_MS, until - Date.now()), undefined, { signal: gone });
    }
    const found = await next(after);
    if (!found.ok) {
      const { code, status, message } = found.problem;
      return yield line({ error: { code, status, message }, after });
    }
    round = found.value;
  }
}
