import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import type postgres from "postgres";
import type { User } from "../actors.ts";
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

/** Reads a session as its owner and compares it with what was sent of it and has arrived. */
export async function checkSession(
  owner: User,
  sql: postgres.Sql,
  execution_id: string,
  sent: readonly Batch[],
  arrived: ReadonlySet<Batch>,
): Promise<void> {
  const { data: chunks } = await owner.client.from("visual_chunks")
    .select("tab, sequence, arrival, content").eq("execution_id", execution_id)
    .order("arrival").throwOnError();
  const lines = new Map(chunks.map(({ tab, sequence, content }) => [
    `${tab} ${sequence}`,
    gunzipSync(Uint8Array.fromHex(content.slice(2))).toString(),
  ]));
  assert.deepEqual(
    lines,
    new Map(
      sent.filter((batch) => arrived.has(batch))
        .map(({ tab, sequence, lines }) => [`${tab} ${sequence}`, lines] as const),
    ),
  );
  assert.deepEqual(chunks.map(({ arrival }) => arrival), chunks.map((_, n) => n + 1));

  const { data: recording } = await owner.client.from("visual_recordings").select()
    .eq("execution_id", execution_id).single().throwOnError();
  const missing = missingOf(sent, arrived);
  assert.equal(recording.chunks, arrived.size);
  assert.equal(recording.missing_chunks, missing.chunks);
  assert.equal(recording.lost_events, missing.events);
  const differences = await sql`select * from private.verify_recordings(${execution_id})`;
  assert.deepEqual([...differences], []);

  const { data: run } = await owner.client.from("workflow_executions").select()
    .eq("execution_id", execution_id).single().throwOnError();
  if (run.status !== "running" && arrived.size > 0) {
    assert.equal(run.visual_events_captured, recording.events);
    // What was right at the end stays where late batches add no more than a second.
    const added = recording.streamed_seconds - run.visual_stream_duration;
    assert.ok(added >= -1 - recording.gap_seconds && added <= 1, `${added} seconds`);
  }
}
