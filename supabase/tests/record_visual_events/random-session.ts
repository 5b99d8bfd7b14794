import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** A batch of a session: what is sent, and the lines that must be read again. */
export interface Batch {
  readonly tab: string;
  readonly sequence: number;
  readonly events: number;
  readonly event_offset: number;
  readonly lines: string;
  /** Parameters of record_visual_events(), without the session. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
/** Start of every session; any moment would do. */
const BEGIN = Date.UTC(2026, 0, 1);

interface Event {
  readonly type: number;
  readonly timestamp: number;
  readonly data: unknown;
}

function batchOf(
  tab: string,
  sequence: number,
  event_offset: number,
  events: Event[],
  last: boolean,
): Batch {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const times = events.map(({ timestamp }) => timestamp);
  const at = (time: number | undefined) =>
    time === undefined ? undefined : new Date(time).toISOString();
  const snapshots = events.filter(({ type }) => type === FULL_SNAPSHOT);
  const first = events.findIndex(({ type }) => type === FULL_SNAPSHOT);
  const before = first === -1 ? events : events.slice(0, first);
  const parameters = {
    tab,
    sequence,
    event_offset,
    content: gzipSync(lines).toString("base64"),
    digest: createHash("sha256").update(lines).digest("hex"),
    events: events.length,
    bytes: new TextEncoder().encode(lines).length,
    first_event_at: events.length > 0 ? at(Math.min(...times)) : undefined,
    last_event_at: events.length > 0 ? at(Math.max(...times)) : undefined,
    snapshot_at: at(snapshots.at(-1)?.timestamp),
    orphan_mutations: before.filter(({ type }) => type === INCREMENTAL).length,
    clock_jumps: times.filter((time, n) => time < (times[n - 1] ?? time)).length,
    is_final: last,
  };
  return { tab, sequence, events: events.length, event_offset, lines, parameters };
}

/** A session of a few tabs, each with up to a dozen batches of up to a dozen events. */
export function randomSession(random: () => number): Batch[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const batches: Batch[] = [];
  for (let tab = 1 + below(3); tab > 0; tab--) {
    let time = BEGIN + below(5_000);
    let made = 0;
    const count = 1 + below(12);
    for (let sequence = 0; sequence < count; sequence++) {
      const last = sequence === count - 1 && random() < 0.5;
      const events = Array.from({ length: last ? below(4) : 1 + below(12) }, () => {
        // Now and then the recorder's clock is put back.
        time += random() < 0.02 ? -below(10_000) : below(2_000);
        const type = random() < 0.1 ? FULL_SNAPSHOT : INCREMENTAL;
        return { type, timestamp: time, data: { text: `ü ${below(1e9)}` } };
      });
      batches.push(batchOf(`tab-${tab}`, sequence, made, events, last));
      // Now and then the recorder has to drop events.
      made += events.length + (random() < 0.1 ? below(5) : 0);
    }
  }
  return batches;
}
