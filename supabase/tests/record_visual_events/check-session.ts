import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { asCaller } from "../../../bench/soak/as-caller.ts";
import type { Recorder } from "./faulty-round.ts";
import type { Batch } from "./random-session.ts";

/** What the recorder's own account says is missing of the tabs of which anything has arrived. */
function missingOf(sent: readonly Batch[], arrived: ReadonlySet<Batch>) {
  const missing = { chunks: 0, events: 0 };
  for (const tab of new Set([...arrived].map(({ tab }) => tab))) {
    const there = [...arrived].filter((batch) => batch.tab === tab);
    const last = Math.max(...there.map(({ sequence }) => sequence));
    const made = Math.max(...there.map(({ event_offset, events }) => event_offset + events));
    missing.chunks += sent.filter((batch) =>
      batch.tab === tab && batch.sequence < last && !arrived.has(batch)
    ).length;
    missing.events += made - there.reduce((sum, { events }) => sum + events, 0);
  }
  return missing;
}

interface Found {
  readonly status: string;
  readonly captured: number | null;
  readonly added: number | null;
  readonly gap: number;
  readonly chunks: number;
  readonly missing_chunks: number;
  readonly events: number;
  readonly lost_events: number;
}

/** Reads a session as its owner and compares it with what was sent of it and has arrived. */
export async function checkSession(
  { api, owner, userId }: Recorder,
  execution_id: string,
  sent: readonly Batch[],
  arrived: ReadonlySet<Batch>,
): Promise<void> {
  const chunks = await asCaller(
    api,
    userId,
    (request) =>
      request<{ place: string; arrival: number; content: Uint8Array }[]>`
      select tab || ' ' || sequence as place, arrival, content
      from public.visual_chunks where execution_id = ${execution_id} order by arrival`,
  );
  assert.deepEqual(
    new Map(chunks.map(({ place, content }) => [place, gunzipSync(content).toString()])),
    new Map([...arrived].map(({ tab, sequence, lines }) => [`${tab} ${sequence}`, lines])),
  );
  assert.deepEqual(chunks.map(({ arrival }) => arrival), [...chunks.keys()].map((n) => n + 1));

  const [found] = await asCaller(api, userId, (request) =>
    request<Found[]>`
      select e.status, e.visual_events_captured as captured, r.chunks, r.missing_chunks,
        r.events::integer, r.lost_events::integer, r.gap_seconds::float as gap,
        (r.streamed_seconds - e.visual_stream_duration)::float as added
      from public.visual_recordings as r
      join public.workflow_executions as e on e.execution_id = r.execution_id
      where r.execution_id = ${execution_id}`);
  assert.ok(found);
  assert.equal(found.chunks, arrived.size);
  const { missing_chunks, lost_events, status } = found;
  assert.deepEqual({ chunks: missing_chunks, events: lost_events }, missingOf(sent, arrived));
  const differences = await owner`select * from private.verify_recordings(${execution_id})`;
  assert.deepEqual([...differences], []);
  if (status !== "running" && arrived.size > 0) {
    assert.equal(found.captured, found.events);
    // What was right at the end stays where late batches add no more than a second.
    const added = found.added ?? NaN;
    assert.ok(added >= -1 - found.gap && added <= 1, `${added} seconds`);
  }
}
