import { Buffer } from "node:buffer";
import type { PageEvent } from "../schemas/page-events.ts";

/** What the SQL function takes of a batch: its bytes, and what it would otherwise read them for. */
export interface Batch {
  /** Gzip of the events as lines of JSON, in base64. */
  readonly content: string;
  /** SHA-256 of the lines, in hex. */
  readonly digest: string;
  readonly events: number;
  /** Size of the lines. */
  readonly bytes: number;
  /** Null without events. */
  readonly first_event_at: string | null;
  readonly last_event_at: string | null;
  /** Time of the last full snapshot; null when there is none. */
  readonly snapshot_at: string | null;
  /** Incremental events before the first full snapshot. */
  readonly orphan_mutations: number;
  /** How often an event is older than the one before it. */
  readonly clock_jumps: number;
}

// rrweb's EventType.
const FULL_SNAPSHOT = 2;
const INCREMENTAL_SNAPSHOT = 3;

/** Makes what is stored of page events. The same events make the same lines and digest. */
export async function makeBatch(events: readonly PageEvent[]): Promise<Batch> {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const lines = new TextEncoder().encode(text);
  const [digest, content] = await Promise.all([
    crypto.subtle.digest("SHA-256", lines),
    gzip(lines),
  ]);
  return {
    content: content.toString("base64"),
    digest: Buffer.from(digest).toString("hex"),
    events: events.length,
    bytes: lines.length,
    ...told(events),
  };
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Buffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return Buffer.from(await new Response(stream).arrayBuffer());
}

function told(events: readonly PageEvent[]) {
  let [first, last, snapshot, previous] = [Infinity, -Infinity, -Infinity, -Infinity];
  let orphans = 0;
  let jumps = 0;
  for (const { type, timestamp } of events) {
    if (timestamp < previous) jumps++;
    if (type === INCREMENTAL_SNAPSHOT && snapshot === -Infinity) orphans++;
    if (type === FULL_SNAPSHOT) snapshot = Math.max(snapshot, timestamp);
    first = Math.min(first, timestamp);
    last = Math.max(last, timestamp);
    previous = timestamp;
  }
  return {
    first_event_at: moment(first),
    last_event_at: moment(last),
    snapshot_at: moment(snapshot),
    orphan_mutations: orphans,
    clock_jumps: jumps,
  };
}

function moment(timestamp: number): string | null {
  return Number.isFinite(timestamp) ? new Date(timestamp).toISOString() : null;
}
