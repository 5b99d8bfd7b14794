import assert from "node:assert/strict";
import { makeExecution, makeWorkflow, signUp } from "../actors.ts";

async function withRun() {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  return { execution_id, owner, events: () => owner.client.from("execution_events") };
}

Deno.test("an owner appends lines and steps, and reads them in order of arrival", async () => {
  const { execution_id, owner, events } = await withRun();
  await events().insert([
    { execution_id, message: "first", at: "2026-01-31T09:30:05Z", data: { a: 1 } },
    { execution_id, kind: "step_started", step: "sign in" },
    { execution_id, kind: "step_finished", step: "sign in", level: "warn" },
  ]).throwOnError();
  await owner.client.rpc("update_execution", { execution_id, append_logs: ["last"] })
    .throwOnError();
  const { data } = await events().select("kind, level, step, message, data, owner_key")
    .eq("execution_id", execution_id).order("seq").throwOnError();
  const owner_key = owner.userId;
  const empty = { step: null, message: null, data: null, owner_key };
  assert.deepEqual(data, [
    { ...empty, kind: "log", level: "info", message: "first", data: { a: 1 } },
    { ...empty, kind: "step_started", level: "info", step: "sign in" },
    { ...empty, kind: "step_finished", level: "warn", step: "sign in" },
    { ...empty, kind: "log", level: "info", message: "last" },
  ]);
});

Deno.test("an owner cannot write what the database writes: 403", async () => {
  const { execution_id, owner, events } = await withRun();
  for (const row of [{ kind: "status" }, { kind: "late_report" }, { owner_key: owner.userId }]) {
    const { status, error } = await events().insert({ execution_id, message: "x", ...row });
    assert.equal(status, 403, JSON.stringify(row));
    assert.equal(error?.code, "42501", JSON.stringify(row));
  }
  const { status, error } = await events().insert({ execution_id, message: "x", seq: 1 });
  assert.equal(status, 400);
  assert.equal(error?.code, "428C9");
});

Deno.test("events are append-only", async () => {
  const { execution_id, events } = await withRun();
  await events().insert({ execution_id, message: "kept" }).throwOnError();
  const updated = await events().update({ message: "other" }).eq("execution_id", execution_id);
  const deleted = await events().delete().eq("execution_id", execution_id);
  for (const { status, error } of [updated, deleted]) {
    assert.equal(status, 403);
    assert.equal(error?.code, "42501");
  }
  const { data } = await events().select("message").eq("execution_id", execution_id)
    .throwOnError();
  assert.deepEqual(data, [{ message: "kept" }]);
});
