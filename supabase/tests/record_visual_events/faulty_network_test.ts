import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, signUp, target, type User } from "../actors.ts";
import { checkSession } from "./check-session.ts";
import { faultyNetwork } from "./faulty-network.ts";
import { type Batch, randomSession } from "./random-session.ts";
import { seededRandom } from "./seeded-random.ts";

const rounds = Number(Deno.env.get("VISUAL_ROUNDS") ?? 100);
const seed = Number(Deno.env.get("VISUAL_SEED") ?? 1);

/** Uploads batches in this order, up to four at once, and ends the run on the way. */
async function upload(
  owner: User,
  run: { execution_id: string; session_id: string },
  batches: readonly Batch[],
  random: () => number,
): Promise<Set<Batch>> {
  const arrived = new Set<Batch>();
  const end = random() < 0.7 ? Math.floor(random() * batches.length) : -1;
  for (let at = 0; at < batches.length;) {
    const together = batches.slice(at, at + 1 + Math.floor(random() * 4));
    const ends = at <= end && end < at + together.length
      ? [
        owner.client.rpc("update_execution", {
          execution_id: run.execution_id,
          status: "completed",
        }).throwOnError(),
      ]
      : [];
    const answers = await Promise.all(together.map(async (batch) => {
      const { data } = await owner.client.rpc("record_visual_events", {
        session_id: run.session_id,
        ...batch.parameters,
      }).throwOnError();
      return { batch, stored: data.stored as boolean };
    }));
    await Promise.all(ends);
    for (const { batch, stored } of answers) {
      // Of a batch that is uploaded twice at once, one is the first.
      const times = answers.filter((answer) => answer.batch === batch && answer.stored).length;
      assert.equal(times, arrived.has(batch) ? 0 : 1, `${batch.tab} ${batch.sequence} ${stored}`);
    }
    together.forEach((batch) => arrived.add(batch));
    at += together.length;
  }
  return arrived;
}

Deno.test(`whatever the network does to batches, what arrives is stored and counted (${rounds} rounds)`, async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    for (let round = 0; round < rounds; round++) {
      const random = seededRandom(seed * 1_000_003 + round);
      const session_id = crypto.randomUUID();
      const execution_id = await makeExecution(owner, workflow_id, {
        visual_streaming_enabled: true,
        session_id,
      });
      const sent = randomSession(random);
      const arriving = faultyNetwork(sent, random);
      const arrived = await upload(owner, { execution_id, session_id }, arriving, random);
      await checkSession(owner, sql, execution_id, sent, arrived).catch((error) => {
        throw new Error(`seed ${seed}, round ${round}: ${error.message}`, { cause: error });
      });
    }
  } finally {
    await sql.end({ timeout: 0 });
  }
});
