import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeWorkflow, service, signUp, type User } from "../actors.ts";
import { testParity } from "../parity.ts";
import { makeSession, recordBatches, START } from "../visual.ts";

interface Entry {
  readonly tab: string;
  readonly sequence: number;
}

/** A session with batches 0 to 11 of two tabs, 3 of the first missing; snapshots in 0, 5 and 10. */
async function withChunks(): Promise<{ owner: User; session_id: string }> {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  const sequences = Array.from({ length: 12 }, (_, sequence) => sequence);
  await recordBatches(owner, session_id, sequences.filter((sequence) => sequence !== 3));
  await recordBatches(owner, session_id, sequences, { tab: "other" });
  return { owner, session_id };
}

const moment = (seconds: number) => new Date(START + seconds * 1000).toISOString();
const listed = (fields: Record<string, unknown>) =>
  (fields.chunks as Entry[]).map(({ tab, sequence }) => `${tab} ${sequence}`);

testParity(contract.visualChunks, [
  {
    when: "with everything there is",
    status: 200,
    arrange: async () => {
      const { owner: actor, session_id } = await withChunks();
      return () => ({ actor, input: { session_id } });
    },
    check: (fields) => {
      assert.equal((fields.chunks as Entry[]).length, 23);
      const [main, other] = fields.tabs as Record<string, unknown>[];
      assert.deepEqual([main?.tab, main?.chunks, main?.events], ["main", 11, 33]);
      assert.deepEqual(main?.missing_sequences, [[3, 3]]);
      assert.deepEqual(other?.missing_sequences, []);
      assert.deepEqual([fields.last_arrival, fields.live, fields.truncated], [23, true, false]);
    },
  },
  {
    when: "with what shows a moment",
    status: 200,
    arrange: async () => {
      const { owner: actor, session_id } = await withChunks();
      return () => ({ actor, input: { session_id, tab: "other", from: moment(7.5) } });
    },
    check: (fields) => assert.deepEqual(listed(fields), ["other 5", "other 6", "other 7"]),
  },
  {
    when: "with what shows a span of time, of every tab",
    status: 200,
    arrange: async () => {
      const { owner: actor, session_id } = await withChunks();
      return () => ({ actor, input: { session_id, from: moment(2.5), to: moment(5) } });
    },
    check: (fields) =>
      assert.deepEqual(
        listed(fields),
        ["main 0", "main 1", "main 2", "main 4"].concat([0, 1, 2, 3, 4].map((n) => `other ${n}`)),
      ),
  },
  {
    when: "with what is new, for the service",
    status: 200,
    arrange: async () => {
      const { owner: { userId: user_id }, session_id } = await withChunks();
      return () => ({ actor: service(), input: { session_id, after: 21, user_id } });
    },
    check: (fields) => assert.deepEqual(listed(fields), ["other 10", "other 11"]),
  },
  {
    when: "for the service that names nobody",
    status: 200,
    arrange: async () => {
      const { session_id } = await withChunks();
      return () => ({ actor: service(), input: { session_id, to: moment(1) } });
    },
    check: (fields) => assert.deepEqual(listed(fields), ["main 0", "other 0"]),
  },
  ...[
    { slug: "invalid_parameter", input: { from: moment(2), to: moment(2) }, as: "to is not later" },
    { slug: "invalid_parameter", input: { after: -1 }, as: "after is negative" },
    {
      slug: "user_id_not_allowed",
      input: { user_id: crypto.randomUUID() },
      as: "a user names another",
    },
  ].map(({ slug, input, as }) => ({
    when: `when ${as}`,
    status: 400,
    slug,
    arrange: async () => {
      const { owner: actor, session_id } = await withChunks();
      return () => ({ actor, input: { session_id, ...input } });
    },
  })),
  {
    when: "when the session is unknown",
    status: 404,
    slug: "visual_session_not_found",
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { session_id: "session-unknown" } });
    },
  },
]);
