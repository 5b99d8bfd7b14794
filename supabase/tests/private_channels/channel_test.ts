import assert from "node:assert/strict";
import {
  type Actor,
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signedOut,
  signInAnonymously,
  signUp,
} from "../actors.ts";
import { channelTest as test } from "../channel-tests.ts";

const SHARED = "executions:00000000-0000-0000-0000-000000000000";

/** Joins a private channel; `heard()` gives what is told on it of an execution, in turn. */
async function join(actor: Actor, topic: string) {
  await actor.client.realtime.setAuth();
  const told: { event: string; payload: Record<string, unknown> }[] = [];
  let wake = () => {};
  const channel = actor.client.channel(topic, { config: { private: true } })
    .on("broadcast", { event: "*" }, ({ event, payload: { id: _, ...payload } }) => {
      told.push({ event, payload });
      wake();
    });
  const status = await new Promise<string>((resolve) => channel.subscribe(resolve));
  const heard = async (execution_id: string) => {
    for (;;) {
      const message = told.shift();
      if (message && JSON.stringify(message).includes(execution_id)) return message;
      if (!message) await new Promise<void>((resolve) => wake = resolve);
    }
  };
  return { status, heard };
}

test("an owner hears of all their runs on one channel, and of one on its own", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const workflow_id = await makeWorkflow(owner);
  const all = await join(owner, `executions:${owner.userId}`);
  assert.equal(all.status, "SUBSCRIBED");
  const execution_id = await makeExecution(owner, workflow_id);
  const begun = await all.heard(execution_id);
  assert.equal(begun.event, "execution_changed");
  const { created_at, updated_at, ...rest } = begun.payload;
  assert.equal(created_at, updated_at);
  assert.deepEqual(rest, {
    ...{ execution_id, workflow_id, status: "running", progress: null, completed_at: null },
  });
  const one = await join(owner, `execution:${execution_id}`);
  const report = (fields: Record<string, unknown>) =>
    owner.client.rpc("update_execution", { execution_id, ...fields }).throwOnError();
  await report({ progress: 12.5 });
  await report({ status: "completed", result: "secret" });
  for (const { heard } of [all, one]) {
    const [half, end] = [await heard(execution_id), await heard(execution_id)];
    assert.deepEqual([half.payload.status, half.payload.progress], ["running", 12.5]);
    assert.deepEqual([end.payload.status, end.payload.progress], ["completed", 12.5]);
    assert.ok(Date.parse(`${end.payload.completed_at}`) > 0);
  }
  await owner.client.rpc("delete_executions", { execution_ids: [execution_id] }).throwOnError();
  for (const { heard } of [all, one]) {
    assert.deepEqual(await heard(execution_id), {
      event: "executions_deleted",
      payload: { executions: [{ execution_id, workflow_id }] },
    });
  }
});

test("everyone signed in hears of shared runs, an anonymous sign-in does not", async (actors) => {
  const user = await signUp();
  const outsiders = { "anonymous sign-in": await signInAnonymously(), nobody: signedOut() };
  actors.push(user, ...Object.values(outsiders));
  const { status, heard } = await join(user, SHARED);
  assert.equal(status, "SUBSCRIBED");
  for (const [who, actor] of Object.entries(outsiders)) {
    assert.equal((await join(actor, SHARED)).status, "CHANNEL_ERROR", who);
  }
  const execution_id = await makeExecution(service(), await makePublicWorkflow());
  assert.equal((await heard(execution_id)).payload.status, "running");
});

test("an anonymous sign-in hears of their own runs", async (actors) => {
  const visitor = await signInAnonymously();
  actors.push(visitor);
  const { status, heard } = await join(visitor, `executions:${visitor.userId}`);
  assert.equal(status, "SUBSCRIBED");
  const execution_id = await makeExecution(visitor, await makePublicWorkflow());
  assert.equal((await heard(execution_id)).payload.status, "running");
});

test("the service hears of everybody's runs", async (actors) => {
  const [owner, secret] = [await signUp(), service()];
  actors.push(secret);
  const { status, heard } = await join(secret, `executions:${owner.userId}`);
  assert.equal(status, "SUBSCRIBED");
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  assert.equal((await heard(execution_id)).payload.status, "running");
});
