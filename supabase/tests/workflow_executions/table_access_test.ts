import assert from "node:assert/strict";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";

async function withRun() {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  return {
    owner,
    executions: () => owner.client.from("workflow_executions"),
    workflow_id,
    execution_id,
  };
}

Deno.test("an owner inserts a run with the granted columns; the database sets the rest", async () => {
  const { owner, executions, workflow_id } = await withRun();
  const { data, status } = await executions().insert({
    workflow_id,
    inputs: { a: 1 },
    mode: "local-run",
    visual_enabled: true,
    visual_streaming_enabled: true,
    visual_quality: "low",
    session_id: `session-${crypto.randomUUID()}`,
    metadata: { b: 2 },
    tags: ["t"],
    timeout_seconds: 60,
    idempotency_key: crypto.randomUUID(),
  }).select().single().throwOnError();
  assert.equal(status, 201);
  assert.equal(data.user_id, owner.userId);
  assert.equal(data.owner_key, owner.userId);
  assert.equal(data.status, "running");
  assert.equal(data.completed_at, null);
  assert.match(data.execution_id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
});

Deno.test("an inserted row is completed as create_execution() does it", async () => {
  const { executions, workflow_id } = await withRun();
  const { data } = await executions().insert({ workflow_id, visual_streaming_enabled: true })
    .select("visual_enabled, visual_quality, session_id").single().throwOnError();
  assert.equal(data.visual_enabled, true);
  assert.equal(data.visual_quality, "standard");
  assert.match(data.session_id, /^visual-/);
});

Deno.test("an owner cannot insert what the database sets: 403 and 42501", async () => {
  const { owner, executions, workflow_id } = await withRun();
  for (
    const columns of [
      { user_id: owner.userId },
      { execution_id: crypto.randomUUID() },
      { status: "completed" },
      { created_at: "2026-01-01T00:00:00Z" },
      { updated_at: "2026-01-01T00:00:00Z" },
      { completed_at: "2026-01-01T00:00:00Z" },
      { last_heartbeat_at: "2026-01-01T00:00:00Z" },
      { cancel_requested_at: "2026-01-01T00:00:00Z" },
      { cancel_reason: "x" },
      { error_code: "timeout" },
      { idempotency_fingerprint: "\\x00" },
      { result: {} },
      { error: "x" },
      { logs: [] },
      { progress: 1 },
    ]
  ) {
    const { error, status } = await executions().insert({ workflow_id, ...columns });
    assert.equal(status, 403, JSON.stringify(columns));
    assert.equal(error?.code, "42501", JSON.stringify(columns));
  }
});

Deno.test("an owner cannot insert the generated owner_key", async () => {
  const { owner, executions, workflow_id } = await withRun();
  const { status, error } = await executions().insert({ workflow_id, owner_key: owner.userId });
  assert.equal(status, 400);
  assert.equal(error?.code, "428C9");
});

Deno.test("an owner updates the granted columns", async () => {
  const { executions, execution_id } = await withRun();
  const report = {
    status: "failed",
    result: { half: true },
    error: "no element",
    logs: ["a line"],
    execution_time_seconds: 1.5,
    visual_events_captured: 3,
    visual_stream_duration: 1.25,
    progress: 50,
    session_id: `session-${crypto.randomUUID()}`,
    metadata: { a: 1 },
    tags: ["t"],
  };
  const { data } = await executions().update(report).eq("execution_id", execution_id)
    .select(Object.keys(report).join()).single().throwOnError();
  assert.deepEqual(data, report);
});

Deno.test("an owner cannot update what a run is: 403 and 42501", async () => {
  const { owner, executions, execution_id, workflow_id } = await withRun();
  for (
    const columns of [
      { user_id: owner.userId },
      { user_id: null },
      { execution_id: crypto.randomUUID() },
      { workflow_id },
      { created_at: "2026-01-01T00:00:00Z" },
      { completed_at: "2026-01-01T00:00:00Z" },
      { updated_at: "2026-01-01T00:00:00Z" },
      { mode: "local-run" },
      { inputs: {} },
      { visual_enabled: true },
      { visual_streaming_enabled: true },
      { visual_quality: "low" },
      { timeout_seconds: 1 },
      { idempotency_key: "k" },
      { idempotency_fingerprint: null },
      { error_code: "timeout" },
    ]
  ) {
    const { error, status } = await executions().update(columns).eq("execution_id", execution_id);
    assert.equal(status, 403, JSON.stringify(columns));
    assert.equal(error?.code, "42501", JSON.stringify(columns));
  }
});

Deno.test("a final status stays for direct updates too, the service's included", async () => {
  const { owner, executions, execution_id } = await withRun();
  await executions().update({ status: "completed" }).eq("execution_id", execution_id)
    .throwOnError();
  for (const { client } of [owner, service()]) {
    for (const status of ["running", "failed", "cancelled"]) {
      const refused = await client.from("workflow_executions").update({ status })
        .eq("execution_id", execution_id);
      assert.equal(refused.status, 409);
      assert.equal(refused.error?.code, "PT409");
      assert.equal(refused.error?.message, "execution_already_finished");
      assert.match(String(refused.error?.details), new RegExp(execution_id));
      assert.notEqual(refused.error?.hint, null);
    }
  }
});

Deno.test("the service cannot change what a run is: 409 execution_identity_is_fixed", async () => {
  const { execution_id } = await withRun();
  for (
    const columns of [
      { user_id: null },
      { created_at: "2026-01-01T00:00:00Z" },
      { mode: "local-run" },
      { inputs: { other: 1 } },
    ]
  ) {
    const { status, error } = await service().client.from("workflow_executions").update(columns)
      .eq("execution_id", execution_id);
    assert.equal(status, 409, JSON.stringify(columns));
    assert.equal(error?.message, "execution_identity_is_fixed");
  }
});

Deno.test("from the table nobody but the service deletes a run", async () => {
  const { executions, execution_id } = await withRun();
  await executions().update({ status: "completed" }).eq("execution_id", execution_id)
    .throwOnError();
  const { data: deleted } = await executions().delete().eq("execution_id", execution_id).select()
    .throwOnError();
  assert.deepEqual(deleted, []);
  const { data } = await service().client.from("workflow_executions").delete()
    .eq("execution_id", execution_id).select("execution_id").throwOnError();
  assert.deepEqual(data, [{ execution_id }]);
});

Deno.test("values that a column refuses get PostgREST's own answers", async () => {
  const { executions, workflow_id, execution_id } = await withRun();
  const session_id = `session-${crypto.randomUUID()}`;
  await executions().update({ session_id }).eq("execution_id", execution_id).throwOnError();
  for (
    const [columns, expected, code] of [
      [{ mode: "cloud" }, 400, "23514"],
      [{ mode: null }, 400, "23502"],
      [{ inputs: [1] }, 400, "23514"],
      [{ timeout_seconds: "soon" }, 400, "22P02"],
      [{ timeout_seconds: 0 }, 400, "23514"],
      [{ session_id }, 409, "23505"],
      [{ no_such_column: 1 }, 400, "PGRST204"],
    ] as const
  ) {
    const { status, error } = await executions().insert({ workflow_id, ...columns });
    assert.equal(error?.code, code, JSON.stringify(columns));
    assert.equal(status, expected, JSON.stringify(columns));
  }
});

Deno.test("limits hold for direct writes: 413 payload_too_large", async () => {
  const { executions, workflow_id, execution_id } = await withRun();
  const inserted = await executions().insert({ workflow_id, inputs: { a: "x".repeat(262144) } });
  const updated = await executions().update({ error: "x".repeat(65537) })
    .eq("execution_id", execution_id);
  for (const { status, error } of [inserted, updated]) {
    assert.equal(status, 413);
    assert.equal(error?.message, "payload_too_large");
  }
});

Deno.test("an owner reads with filters, order, range and an exact count", async () => {
  const { executions, workflow_id } = await withRun();
  await executions().insert([{ workflow_id, tags: ["b"] }, { workflow_id, tags: ["c"] }])
    .throwOnError();
  const { data, count, status } = await executions().select("tags", { count: "exact" })
    .eq("workflow_id", workflow_id).order("tags", { ascending: false }).range(0, 1)
    .throwOnError();
  assert.equal(status, 206);
  assert.equal(count, 3);
  assert.deepEqual(data, [{ tags: ["c"] }, { tags: ["b"] }]);
});
