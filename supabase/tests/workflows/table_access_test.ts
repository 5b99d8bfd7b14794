import assert from "node:assert/strict";
import { makePublicWorkflow, makeWorkflow, service, signUp } from "../actors.ts";

Deno.test("an owner makes, reads and changes a workflow", async () => {
  const owner = await signUp();
  const { data: made } = await owner.client.from("workflows")
    .insert({ name: "Check prices", definition: { steps: [] } }).select().single().throwOnError();
  assert.equal(made.owner_id, owner.userId);
  assert.equal(made.archived_at, null);
  const { data: changed } = await owner.client.from("workflows")
    .update({ name: "Check all prices", definition: { steps: [1] } })
    .eq("workflow_id", made.workflow_id).select().single().throwOnError();
  assert.equal(changed.name, "Check all prices");
  assert.deepEqual(changed.definition, { steps: [1] });
  assert.ok(changed.updated_at > made.updated_at);
  assert.equal(changed.created_at, made.created_at);
});

Deno.test("an owner retires a workflow and brings it back", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const archive = (archived_at: string | null) =>
    owner.client.from("workflows").update({ archived_at }).eq("workflow_id", workflow_id)
      .throwOnError();
  await archive(new Date().toISOString());
  const refused = await owner.client.rpc("create_execution", { workflow_id });
  assert.equal(refused.error?.message, "workflow_archived");
  await archive(null);
  const allowed = await owner.client.rpc("create_execution", { workflow_id });
  assert.equal(allowed.error, null);
});

Deno.test("identity, owner and times are not granted: 403 and 42501", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (
    const columns of [
      { workflow_id: crypto.randomUUID() },
      { owner_id: owner.userId },
      { owner_id: null },
      { created_at: "2026-01-01T00:00:00Z" },
      { updated_at: "2026-01-01T00:00:00Z" },
    ]
  ) {
    const workflows = () => owner.client.from("workflows");
    const inserted = await workflows().insert({ name: "x", ...columns });
    const updated = await workflows().update(columns).eq("workflow_id", workflow_id);
    for (const { status, error } of [inserted, updated]) {
      assert.equal(status, 403, JSON.stringify(columns));
      assert.equal(error?.code, "42501", JSON.stringify(columns));
    }
  }
});

Deno.test("nobody deletes a workflow, the service neither", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (const { client } of [owner, service()]) {
    const { status, error } = await client.from("workflows").delete()
      .eq("workflow_id", workflow_id);
    assert.equal(status, 403);
    assert.equal(error?.code, "42501");
  }
});

Deno.test("a public workflow is read by users and changed by the service only", async () => {
  const user = await signUp();
  const workflow_id = await makePublicWorkflow();
  const rows = await user.client.from("workflows").select("owner_id")
    .eq("workflow_id", workflow_id);
  assert.deepEqual(rows.data, [{ owner_id: null }]);
  const mine = await user.client.from("workflows").update({ name: "mine now" })
    .eq("workflow_id", workflow_id).select();
  assert.deepEqual(mine.data, []);
  const { data } = await service().client.from("workflows").update({ name: "renamed" })
    .eq("workflow_id", workflow_id).select("name").single().throwOnError();
  assert.equal(data.name, "renamed");
});

Deno.test("the service cannot move a workflow to another owner", async () => {
  const [owner, other] = await Promise.all([signUp(), signUp()]);
  const workflow_id = await makeWorkflow(owner);
  for (const owner_id of [null, other.userId]) {
    const { status, error } = await service().client.from("workflows").update({ owner_id })
      .eq("workflow_id", workflow_id);
    assert.equal(status, 409);
    assert.equal(error?.message, "workflow_identity_is_fixed");
  }
});

Deno.test("names and definitions that are none get PostgREST's own answers", async () => {
  const { client } = await signUp();
  for (
    const [row, code] of [
      [{ name: "" }, "23514"],
      [{ name: "n".repeat(201) }, "23514"],
      [{ name: null }, "23502"],
      [{ name: "x", definition: [] }, "23514"],
      [{ name: "x", definition: { a: "x".repeat(1048576) } }, "23514"],
    ] as const
  ) {
    const { status, error } = await client.from("workflows").insert(row);
    assert.equal(status, 400, JSON.stringify(row).slice(0, 80));
    assert.equal(error?.code, code);
  }
});
