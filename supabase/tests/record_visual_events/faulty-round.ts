import assert from "node:assert/strict";
import type postgres from "postgres";
import { asCaller, type Request } from "../../../bench/soak/as-caller.ts";
import { checkSession } from "./check-session.ts";
import { faultyNetwork } from "./faulty-network.ts";
import { type Batch, randomSession } from "./random-session.ts";
import { seededRandom } from "./seeded-random.ts";

/** Whose runs are recorded, and where. */
export interface Recorder {
  /** Several connections that may become the user. */
  readonly api: postgres.Sql;
  /** A connection of the tables' owner. */
  readonly owner: postgres.Sql;
  readonly userId: string;
  readonly workflowId: string;
}

/** Uploads a batch as its recorder would; false: it was there already. */
export function uploadBatch(session_id: string, { parameters }: Batch): Request<boolean> {
  const { content, digest, ...given } = parameters;
  return async (request) => {
    const [row] = await request<{ stored: boolean }[]>`
      select b.stored
      from jsonb_populate_record(
        null::public.visual_chunks, ${JSON.stringify(given)}::text::jsonb
      ) as p,
      lateral public.record_visual_events(
        ${session_id}, p.tab, p.sequence, ${String(content)}, ${String(digest)}, p.events, p.bytes,
        p.first_event_at, p.last_event_at, p.snapshot_at, p.orphan_mutations, p.clock_jumps,
        p.event_offset, p.is_final
      ) as b`;
    return row?.stored === true;
  };
}

/** Uploads batches in this order, up to four at once, and may end the run on the way. */
async function upload(
  { api, userId }: Recorder,
  run: { readonly execution_id: string; readonly session_id: string },
  batches: readonly Batch[],
  random: () => number,
): Promise<Set<Batch>> {
  const arrived = new Set<Batch>();
  const end = random() < 0.7 ? Math.floor(random() * batches.length) : -1;
  for (let at = 0; at < batches.length;) {
    const together = batches.slice(at, at + 1 + Math.floor(random() * 4));
    const ends = at <= end && end < at + together.length
      ? [
        asCaller(api, userId, (request) =>
          request`select status from public.update_execution(${run.execution_id}, 'completed')`),
      ]
      : [];
    const stored = await Promise.all(
      together.map((batch) => asCaller(api, userId, uploadBatch(run.session_id, batch))),
    );
    await Promise.all(ends);
    for (const batch of new Set(together)) {
      // Of a batch that is uploaded twice at once, one is the first.
      const times = stored.filter((was, n) => was && together[n] === batch).length;
      assert.equal(times, arrived.has(batch) ? 0 : 1, `${batch.tab} ${batch.sequence}`);
      arrived.add(batch);
    }
    at += together.length;
  }
  return arrived;
}

/**
 * Records one random session over a faulty network and compares what is stored with what was sent.
 * The same seed makes the same session and the same faults.
 */
export async function faultyRound(recorder: Recorder, seed: number): Promise<void> {
  const random = seededRandom(seed);
  const session_id = crypto.randomUUID();
  const execution_id = await asCaller(recorder.api, recorder.userId, async (request) => {
    const [row] = await request<{ execution_id: string }[]>`
      select execution_id from public.create_execution(
        ${recorder.workflowId}, visual_streaming_enabled => true, session_id => ${session_id})`;
    return row?.execution_id ?? "";
  });
  const sent = randomSession(random);
  const arriving = faultyNetwork(sent, random);
  const arrived = await upload(recorder, { execution_id, session_id }, arriving, random);
  await checkSession(recorder, execution_id, sent, arrived).catch((error) => {
    throw new Error(`seed ${seed}: ${error.message}`, { cause: error });
  });
}
