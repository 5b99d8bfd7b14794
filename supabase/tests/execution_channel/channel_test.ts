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
import { request } from "../request.ts";

/** Joins the private channel of an execution; what it hears is added to the list. */
async function join(actor: Actor, execution_id: string) {
  await actor.client.realtime.setAuth();
  const heard = Promise.withResolvers<Record<string, unknown>>();
  const channel = actor.client.channel(`execution:${execution_id}`, { config: { private: true } })
    .on("broadcast", { event: "cancel_requested" }, ({ payload }) => heard.resolve(payload));
  const status = await new Promise<string>((resolve) => channel.subscribe(resolve));
  return { status, heard: heard.promise };
}

test("a runner hears on its run's channel that another client asks it to stop", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  const { status, heard } = await join(owner, execution_id);
  assert.equal(status, "SUBSCRIBED");
  const another = await request("POST", `/workflows/executions/${execution_id}/terminate`, {
    headers: owner.headers,
  });
  assert.equal(another.status, 200);
  const { id: _, cancel_requested_at, ...message } = await heard;
  assert.deepEqual(message, { execution_id, workflow_id, status: "running" });
  assert.ok(Date.parse(`${cancel_requested_at}`) > 0);
});

test("nobody else joins the channel of an owner's run", async (actors) => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  for (
    const [who, actor] of Object.entries({
      stranger: await signUp(),
      "anonymous sign-in": await signInAnonymously(),
      nobody: signedOut(),
    })
  ) {
    actors.push(actor);
    assert.equal((await join(actor, execution_id)).status, "CHANNEL_ERROR", who);
    const unknown = await join(actor, crypto.randomUUID());
    assert.equal(unknown.status, "CHANNEL_ERROR", `${who}: one that is not there`);
  }
});

test("who may read a shared run may listen, an anonymous sign-in may not", async (actors) => {
  const execution_id = await makeExecution(service(), await makePublicWorkflow());
  const [user, visitor] = [await signUp(), await signInAnonymously()];
  actors.push(user, visitor);
  assert.equal((await join(user, execution_id)).status, "SUBSCRIBED");
  assert.equal((await join(visitor, execution_id)).status, "CHANNEL_ERROR");
});
