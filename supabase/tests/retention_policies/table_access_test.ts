import assert from "node:assert/strict";
import { makeWorkflow, service, signUp } from "../actors.ts";

const replacing = { onConflict: "owner_key,workflow_id" };

Deno.test("an upsert makes and replaces a workflow's policy", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const policies = () => owner.client.from("retention_policies");
  await policies().upsert({ workflow_id, failed_days: 90 }, replacing).throwOnError();
  await policies().upsert({ workflow_id, failed_days: 30, payload_days: 7 }, replacing)
    .throwOnError();
  const { data } = await policies().select("user_id, workflow_id, failed_days, payload_days")
    .throwOnError();
  assert.deepEqual(data, [
    { user_id: owner.userId, workflow_id, failed_days: 30, payload_days: 7 },
  ]);
});

Deno.test("an upsert makes and replaces the account's policy", async () => {
  const owner = await signUp();
  const policies = () => owner.client.from("retention_policies");
  for (const completed_days of [30, 60]) {
    await policies().upsert({ workflow_id: null, completed_days }, replacing).throwOnError();
  }
  const { data } = await policies().select("workflow_id, completed_days").throwOnError();
  assert.deepEqual(data, [{ workflow_id: null, completed_days: 60 }]);
});

Deno.test("the service makes policies for users and for shared runs", async () => {
  const owner = await signUp();
  const { client } = service();
  await client.from("retention_policies").insert({ user_id: owner.userId, failed_days: 90 })
    .throwOnError();
  const { data } = await owner.client.from("retention_policies").select("failed_days")
    .throwOnError();
  assert.deepEqual(data, [{ failed_days: 90 }]);
});
