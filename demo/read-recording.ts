import { gunzipSync } from "node:zlib";
import type { RuntrailAnswer, RuntrailClient } from "../client/mod.ts";

/** An event as rrweb made it. */
export interface RecordedEvent {
  type: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  data: unknown;
}

/** What of a tab to read: all, what shows one moment, or what a span of time needs. */
export interface ReadRange {
  tab: string;
  from?: number;
  to?: number;
}

/** Events of one tab, and what it took to get them. */
export interface TabEvents {
  events: RecordedEvent[];
  /** Bytes that came, compressed. */
  bytes: number;
  chunks: RuntrailAnswer<"visualChunks">["chunks"];
}

/**
 * Reads events of a tab in two requests: which chunks there are, and these chunks.
 *
 * @param range milliseconds since 1970; `from` alone reads what shows that moment
 */
export async function readRecording(
  client: RuntrailClient,
  session_id: string,
  { tab, from, to }: ReadRange,
): Promise<TabEvents> {
  const moment = (ms: number | undefined) =>
    ms === undefined ? undefined : new Date(ms).toISOString();
  const { chunks } = await client.visualChunks({
    ...{ session_id, tab },
    ...(from === undefined ? {} : { from: moment(from) }),
    ...(to === undefined ? {} : { to: moment(to) }),
  });
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (!first || !last) return { events: [], bytes: 0, chunks };
  const range = { sequence: first.sequence, through: last.sequence };
  const { bytes } = await client.visualChunk({ session_id, tab, ...range });
  const lines = gunzipSync(bytes).toString().split("\n").filter((line) => line !== "");
  return { events: lines.map((line) => JSON.parse(line)), bytes: bytes.length, chunks };
}
