import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeBatch } from "../../functions/_shared/visual/make-batch.ts";
import { type Actor, makeWorkflow, service, signUp } from "../actors.ts";
import { type Event, makeEvents, makeSession, START } from "../visual.ts";
import { type Outcome, type Parameters, ways } from "../ways.ts";

const operation = contract.recordVisualEvents;

/** Sends a batch in every way. For rpc() the caller makes of it what the edge function makes. */
async function inEveryWay(
  next: () => Promise<{ actor: Actor; input: Parameters & { events: readonly Event[] } }>,
  check: (outcome: Outcome, way: string) => void,
): Promise<void> {
  for (const [name, way] of Object.entries(ways)) {
    const { actor, input } = await next();
    const { events, final, ...others } = input;
    const sent = name === "rpc()"
      ? { tab: "main", ...others, is_final: final, ...await makeBatch(events) }
      : input;
    check(await way(operation, actor, sent), name);
  }
}

async function owning() {
  const owner = await signUp();
  return { owner, ...await makeSession(owner, await makeWorkflow(owner)) };
}

Deno.test("record-visual-events stores a batch and answers the same in every way", async () => {
  const { owner, session_id, execution_id } = await owning();
  const answers: unknown[] = [];
  await inEveryWay(async () => {
    const sequence = answers.length;
    const input = { session_id, tab: "a", sequence, event_offset: 3 * sequence };
    return await Promise.resolve({
      actor: owner,
      input: { ...input, events: makeEvents(sequence) },
    });
  }, ({ status, fields }, way) => {
    assert.equal(status, 200, way);
    const answer = operation.output.parse(fields);
    const { sequence, total_events, stored } = answer;
    assert.deepEqual(
      [sequence, total_events, stored],
      [answers.length, 3 * sequence + 3, true],
      way,
    );
    assert.deepEqual([answer.session_id, answer.execution_id], [session_id, execution_id]);
    answers.push(answer);
  });
  const { data } = await owner.client.from("visual_chunks")
    .select("sequence, events, first_event_at, snapshot_at").eq("execution_id", execution_id)
    .order("sequence").throwOnError();
  const at = (sequence: number) =>
    new Date(START + 1000 * sequence).toISOString().replace(".000Z", "+00:00");
  assert.deepEqual(
    data,
    answers.map((_, sequence) => ({
      sequence,
      events: 3,
      first_event_at: at(sequence),
      snapshot_at: sequence % 5 === 0 ? at(sequence) : null,
    })),
  );
});

Deno.test("record-visual-events stores the same batch once, whichever way it comes", async () => {
  const { owner, session_id } = await owning();
  const stored: unknown[] = [];
  const input = { session_id, sequence: 0, events: makeEvents(0) };
  await inEveryWay(() => Promise.resolve({ actor: owner, input }), ({ status, fields }, way) => {
    assert.equal(status, 200, way);
    stored.push(fields?.stored);
  });
  assert.deepEqual(stored, stored.map((_, at) => at === 0));
});

Deno.test("record-visual-events takes an empty last batch in every way", async () => {
  const { owner, session_id } = await owning();
  let sequence = 0;
  await inEveryWay(
    () =>
      Promise.resolve({
        actor: owner,
        input: { session_id, sequence: sequence++, final: true, events: [] },
      }),
    ({ status }, way) => assert.equal(status, 200, way),
  );
});

const refusals: Readonly<
  Record<string, { slug: string; status: number; input: Parameters; events?: Event[] }>
> = {
  "another batch has the place": {
    slug: "visual_batch_conflict",
    status: 409,
    input: { sequence: 0 },
    events: makeEvents(1),
  },
  "the session is unknown": {
    slug: "visual_session_not_found",
    status: 404,
    input: { session_id: "session-unknown" },
  },
  "a batch is empty and not the last": {
    slug: "invalid_parameter",
    status: 400,
    input: {},
    events: [],
  },
  "tab is no name": { slug: "invalid_parameter", status: 400, input: { tab: "a b" } },
  "sequence is negative": { slug: "invalid_parameter", status: 400, input: { sequence: -1 } },
  "a user names another": {
    slug: "user_id_not_allowed",
    status: 400,
    input: { user_id: crypto.randomUUID() },
  },
};

for (const [when, { slug, status, input, events = makeEvents(1) }] of Object.entries(refusals)) {
  Deno.test(`record-visual-events returns ${status} ${slug} in every way when ${when}`, async () => {
    const { owner, session_id } = await owning();
    await ways["rpc()"]!(operation, owner, {
      ...{ session_id, tab: "main", sequence: 0 },
      ...await makeBatch(makeEvents(0)),
    });
    const sent = { session_id, sequence: 1, ...input, events };
    await inEveryWay(
      () => Promise.resolve({ actor: owner, input: sent }),
      (outcome, way) => assert.deepEqual([outcome.status, outcome.slug], [status, slug], way),
    );
  });
}

Deno.test("record-visual-events takes batches of a user from the service, named or not", async () => {
  const { owner, session_id } = await owning();
  let sequence = 0;
  for (const more of [{ user_id: owner.userId }, {}]) {
    await inEveryWay(
      () => {
        const batch = { session_id, sequence: sequence++, events: makeEvents(sequence) };
        return Promise.resolve({ actor: service(), input: { ...batch, ...more } });
      },
      ({ status, fields }, way) => assert.deepEqual([status, fields?.stored], [200, true], way),
    );
  }
});

Deno.test("the service says whose session it means where several have one of the name", async () => {
  const [one, other] = await Promise.all([owning(), signUp()]);
  await makeSession(other, await makeWorkflow(other), { session_id: one.session_id });
  const batch = { session_id: one.session_id, sequence: 0, events: makeEvents(0) };
  await inEveryWay(
    () => Promise.resolve({ actor: service(), input: batch }),
    (outcome, way) => assert.equal(outcome.slug, "user_id_required", way),
  );
  await inEveryWay(
    () => Promise.resolve({ actor: service(), input: { ...batch, user_id: other.userId } }),
    ({ fields }, way) => assert.notEqual(fields?.execution_id, one.execution_id, way),
  );
});
