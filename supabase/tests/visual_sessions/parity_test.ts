import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp, type User } from "../actors.ts";
import { batchOfTab } from "../isolation/scene.ts";
import { testParity } from "../parity.ts";

/** A user with a running and a completed streaming run, and one that does not stream. */
async function withSessions(): Promise<{ owner: User; workflow_id: string }> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order a kettle");
  const streaming = { visual_streaming_enabled: true };
  const execution_id = await makeExecution(owner, workflow_id, streaming);
  await owner.client.rpc("update_execution", {
    execution_id,
    status: "completed",
    visual_events_captured: 412,
  }).throwOnError();
  await makeExecution(owner, workflow_id);
  await makeExecution(owner, workflow_id, { ...streaming, visual_quality: "high" });
  return { owner, workflow_id };
}

interface Session {
  readonly session_id: string;
  readonly [name: string]: unknown;
}

testParity(contract.visualSessions, [
  {
    when: "with each session and its execution, newest first",
    status: 200,
    arrange: async () => {
      const { owner, workflow_id } = await withSessions();
      return () => ({ actor: owner, input: { workflow_id } });
    },
    check: (fields) => {
      const [running, completed] = fields.sessions as Session[];
      assert.equal(fields.total_sessions, 2);
      assert.equal(fields.active_sessions, 1);
      assert.equal(fields.total_events_processed, 412);
      assert.equal(fields.total_executions_with_streaming, 2);
      assert.equal(fields.active_executions, 2);
      assert.equal(fields.completed_executions_today, 1);
      assert.equal(running?.streaming_active, true);
      assert.equal(running?.quality, "high");
      assert.equal(completed?.streaming_active, false);
      assert.equal(completed?.events_processed, 412);
      assert.equal(completed?.execution_status, "completed");
      assert.ok(String(completed?.viewer_url).includes(completed?.session_id ?? "none"));
    },
  },
  {
    when: "for the service, with active ones only",
    status: 200,
    arrange: async () => {
      const { owner, workflow_id } = await withSessions();
      const input = { workflow_id, user_id: owner.userId, active_only: true };
      return () => ({ actor: service(), input });
    },
    check: ({ sessions }) => assert.equal((sessions as Session[]).length, 1),
  },
  {
    when: "for a cursor, with the next page",
    status: 200,
    arrange: async () => {
      const { owner: actor, workflow_id } = await withSessions();
      const { data } = await actor.client
        .rpc("visual_sessions", { workflow_id, page_size: 1 }).throwOnError();
      return () => ({ actor, input: { workflow_id, page_size: 1, cursor: data.next_cursor } });
    },
    check: ({ sessions, page, has_next_page }) => {
      assert.deepEqual((sessions as Session[]).map((one) => one.execution_status), ["completed"]);
      assert.equal(page, null);
      assert.equal(has_next_page, false);
    },
  },
  {
    when: "for a range of scores, with those recordings and no session without one",
    status: 200,
    arrange: async () => {
      const { owner: actor, workflow_id } = await withSessions();
      const { data } = await actor.client.rpc("visual_sessions", { workflow_id }).throwOnError();
      const [{ session_id }] = data.sessions;
      await actor.client.rpc("record_visual_events", { session_id, ...batchOfTab("main") })
        .throwOnError();
      const input = { workflow_id, min_replay_score: 0, sort: "replay_score.asc" };
      return () => ({ actor, input });
    },
    check: ({ sessions, total_sessions }) => {
      assert.equal(total_sessions, 1);
      const [recorded] = sessions as Session[];
      assert.equal(recorded?.quality, "high");
      assert.ok(Number(recorded?.bytes_stored) > 0 && Number(recorded?.events_processed) > 0);
      assert.ok(Number(recorded?.replay_score) <= 100);
    },
  },
  ...[
    { slug: "invalid_parameter", input: { min_replay_score: 101 }, as: "no score is that high" },
    { slug: "invalid_parameter", input: { sort: "progress.desc" }, as: "nothing sorts like that" },
    {
      slug: "invalid_parameter",
      input: { min_replay_score: 2, max_replay_score: 1 },
      as: "the range of scores is the wrong way round",
    },
    { slug: "invalid_cursor", input: { cursor: "bm90IG91cnM" }, as: "the cursor is not ours" },
    { slug: "invalid_parameter", input: { page: 0 }, as: "page is 0" },
    { slug: "invalid_parameter", input: { page_size: 201 }, as: "page_size is over 200" },
    {
      slug: "invalid_parameter",
      input: { page: 1, cursor: "bm90IG91cnM" },
      as: "page and cursor come together",
    },
    {
      slug: "user_id_not_allowed",
      input: { user_id: crypto.randomUUID() },
      as: "a user names another user",
    },
  ].map(({ slug, input, as }) => ({
    when: `when ${as}`,
    status: 400,
    slug,
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input });
    },
  })),
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
]);
