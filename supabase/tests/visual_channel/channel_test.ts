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
import { randomSession } from "../record_visual_events/random-session.ts";
import { seededRandom } from "../record_visual_events/seeded-random.ts";

interface Told {
  readonly event: string;
  readonly payload: Record<string, unknown>;
}

/** Joins the private channel of a recording; `heard()` gives what is told on it, in turn. */
async function join(actor: Actor, execution_id: string) {
  await actor.client.realtime.setAuth();
  const told: Told[] = [];
  let wake = () => {};
  const channel = actor.client.channel(`visual:${execution_id}`, { config: { private: true } });
  for (const event of ["visual_chunk", "visual_ended"]) {
    channel.on("broadcast", { event }, ({ payload: { id: _, ...payload } }) => {
      told.push({ event, payload });
      wake();
    });
  }
  const status = await new Promise<string>((resolve) => channel.subscribe(resolve));
  const heard = async () => {
    while (told.length === 0) await new Promise<void>((resolve) => wake = resolve);
    return told.shift();
  };
  return { status, heard };
}

const streaming = (session_id: string) => ({ visual_streaming_enabled: true, session_id });

test("whoever watches hears of each chunk by number, and of the end", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const session_id = crypto.randomUUID();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id, streaming(session_id));
  const { status, heard } = await join(owner, execution_id);
  assert.equal(status, "SUBSCRIBED");
  for (const [n, { tab, sequence, parameters }] of randomSession(seededRandom(2)).entries()) {
    await owner.client.rpc("record_visual_events", { session_id, ...parameters }).throwOnError();
    const payload = { tab, sequence, arrival: n + 1 };
    assert.deepEqual(await heard(), { event: "visual_chunk", payload });
  }
  await owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError();
  assert.deepEqual(await heard(), { event: "visual_ended", payload: {} });
});

test("nobody else joins the channel of an owner's recording", async (actors) => {
  const owner = await signUp();
  const session = streaming(crypto.randomUUID());
  const execution_id = await makeExecution(owner, await makeWorkflow(owner), session);
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

test("the service watches every recording, an owner's and a shared one", async (actors) => {
  const owner = await signUp();
  const session_id = crypto.randomUUID();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id, streaming(session_id));
  const shared = await makeExecution(
    service(),
    await makePublicWorkflow(),
    streaming(crypto.randomUUID()),
  );
  const watcher = service();
  actors.push(watcher);
  assert.equal((await join(watcher, shared)).status, "SUBSCRIBED");
  const { status, heard } = await join(watcher, execution_id);
  assert.equal(status, "SUBSCRIBED");
  await owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError();
  assert.deepEqual(await heard(), { event: "visual_ended", payload: {} });
});

test("who may read a shared run may watch, an anonymous sign-in may not", async (actors) => {
  const session = streaming(crypto.randomUUID());
  const execution_id = await makeExecution(service(), await makePublicWorkflow(), session);
  const [user, visitor] = [await signUp(), await signInAnonymously()];
  actors.push(user, visitor);
  assert.equal((await join(user, execution_id)).status, "SUBSCRIBED");
  assert.equal((await join(visitor, execution_id)).status, "CHANNEL_ERROR");
});
