import assert from "node:assert/strict";
import { createRuntrailClient, type ExecutionChange, RuntrailError } from "../../../client/mod.ts";
import {
  type Actor,
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signedOut,
  signInAnonymously,
  signUp,
  target,
} from "../actors.ts";
import { channelTest as test } from "../channel-tests.ts";
import { startWatching } from "./start-watching.ts";

const report = ({ client }: Actor, execution_id: string, fields: Record<string, unknown>) =>
  client.rpc("update_execution", { execution_id, ...fields }).throwOnError();

const inShort = (changes: readonly ExecutionChange[]) =>
  changes.map((change) => [
    change.previous_status,
    change.status,
    change.status === "deleted" ? null : change.progress,
  ]);

test("a run that is watched reports what it is, then each change, and its end once", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  await report(owner, execution_id, { progress: 10 });
  const client = createRuntrailClient(owner.client);
  const { watch, changes, states, until } = startWatching(client, { execution_id });
  await watch.ready;
  assert.equal(watch.state.connection, "live");
  await report(owner, execution_id, { progress: 50 });
  await until(() => changes.length === 2);
  for (let n = 0; n < 2; n++) await report(owner, execution_id, { status: "completed" });
  await until(() => changes.length === 3);
  await client.deleteExecutions({ execution_ids: [execution_id] });
  await until(() => changes.length === 4);
  assert.deepEqual(inShort(changes), [
    [null, "running", 10],
    ["running", "running", 50],
    ["running", "completed", 50],
    ["completed", "deleted", null],
  ]);
  await watch.stop();
  assert.deepEqual(states.map(({ connection }) => connection), ["live", "stopped"]);
  assert.deepEqual(owner.client.getChannels(), []);
});

test("a change is what the row says, with ids and times and nothing else", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const client = createRuntrailClient(owner.client);
  const workflow_id = await makeWorkflow(owner);
  const { watch, changes, until } = startWatching(client, { workflow_id });
  await watch.ready;
  const inputs = { secret: "planted" };
  const execution_id = await makeExecution(owner, workflow_id, { inputs, tags: ["planted"] });
  await report(owner, execution_id, { status: "failed", error: "planted", progress: 99.5 });
  await until(() => changes.length === 2);
  const { data } = await owner.client.from("workflow_executions")
    .select("execution_id, workflow_id, status, progress, created_at, updated_at, completed_at")
    .eq("execution_id", execution_id).single().throwOnError();
  assert.deepEqual(changes[1], { ...data, previous_status: "running" });
  assert.ok(!JSON.stringify(changes).includes("planted"));
  await watch.stop();
});

test("a workflow that is watched reports its runs only, of this caller and shared", async (actors) => {
  const [owner, stranger] = [await signUp(), await signUp()];
  actors.push(owner);
  const workflow_id = await makePublicWorkflow();
  const before = await makeExecution(service(), workflow_id);
  const client = createRuntrailClient(owner.client);
  const { watch, changes, until } = startWatching(client, { workflow_id });
  await watch.ready;
  await makeExecution(owner, await makePublicWorkflow());
  await makeExecution(stranger, workflow_id);
  const own = await makeExecution(owner, workflow_id);
  const shared = await makeExecution(service(), workflow_id);
  await until(() => changes.length >= 3);
  await report(service(), shared, { status: "cancelled" });
  await until(() => changes.length >= 4);
  assert.deepEqual(changes.map(({ execution_id, status }) => [execution_id, status]), [
    [before, "running"],
    [own, "running"],
    [shared, "running"],
    [shared, "cancelled"],
  ]);
  await watch.stop();
});

test("an anonymous sign-in watches all of theirs, and nothing that is shared", async (actors) => {
  const visitor = await signInAnonymously();
  actors.push(visitor);
  const workflow_id = await makePublicWorkflow();
  const client = createRuntrailClient(visitor.client);
  const { watch, changes, until } = startWatching(client, { all: true });
  await watch.ready;
  await makeExecution(service(), workflow_id);
  const own = await makeExecution(visitor, workflow_id);
  await until(() => changes.length > 0);
  assert.deepEqual(changes.map(({ execution_id }) => execution_id), [own]);
  await watch.stop();
});

test("the service watches what a user would see, or any run by its id", async (actors) => {
  const [owner, secret] = [await signInAnonymously(), service()];
  actors.push(secret);
  const workflow_id = await makePublicWorkflow();
  const first = await makeExecution(owner, workflow_id);
  const client = createRuntrailClient(secret.client);
  const all = startWatching(client, { all: true, user_id: owner.userId });
  const one = startWatching(client, { execution_id: first });
  await Promise.all([all.watch.ready, one.watch.ready]);
  const second = await makeExecution(owner, workflow_id);
  await report(owner, first, { status: "completed" });
  await all.until(() => all.changes.length === 3);
  await one.until(() => one.changes.length === 2);
  assert.deepEqual(all.changes.map(({ execution_id, status }) => [execution_id, status]), [
    [first, "running"],
    [second, "running"],
    [first, "completed"],
  ]);
  assert.deepEqual(inShort(one.changes), [[null, "running", null], ["running", "completed", null]]);
  await Promise.all([all.watch.stop(), one.watch.stop()]);
});

test("outsiders watch nothing of an owner's: not found, or nothing to report", async (actors) => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  const outsiders = { stranger: await signUp(), "anonymous sign-in": await signInAnonymously() };
  for (const [who, actor] of Object.entries(outsiders)) {
    actors.push(actor);
    const client = createRuntrailClient(actor.client);
    const one = startWatching(client, { execution_id });
    await assert.rejects(one.watch.ready, { code: "execution_not_found", status: 404 }, who);
    assert.equal(one.watch.state.connection, "stopped");
    const unknown = startWatching(client, { execution_id: crypto.randomUUID() });
    await assert.rejects(unknown.watch.ready, { code: "execution_not_found", status: 404 }, who);
    const of = startWatching(client, { workflow_id });
    await of.watch.ready;
    await report(owner, execution_id, { progress: 10 });
    const own = await makeExecution(actor, await makePublicWorkflow());
    const all = startWatching(client, { execution_id: own });
    await all.watch.ready;
    assert.deepEqual(of.changes, [], who);
    await Promise.all([of.watch.stop(), all.watch.stop()]);
  }
  const nobody = createRuntrailClient(signedOut().client).watch({ all: true }, () => {});
  await assert.rejects(nobody.ready, { status: 401 });
  const forAnother = createRuntrailClient(outsiders.stranger.client)
    .watch({ all: true, user_id: owner.userId }, () => {});
  await assert.rejects(forAnother.ready, { code: "user_id_not_allowed" });
});

test("without supabase-js a watch asks every few seconds and misses no end", async () => {
  const owner = await signInAnonymously();
  const workflow_id = await makePublicWorkflow();
  const ran = await makeExecution(owner, workflow_id);
  const client = createRuntrailClient({
    ...{ url: target.apiUrl, key: target.publishableKey, accessToken: () => owner.token },
  });
  const { watch, changes, until } = startWatching(client, { all: true }, { pollSeconds: 0.05 });
  await watch.ready;
  assert.equal(watch.state.connection, "polling");
  // Begins and ends between two questions, perhaps.
  const quick = await makeExecution(owner, workflow_id);
  await report(owner, quick, { status: "completed" });
  await report(owner, ran, { status: "failed" });
  const finals = () => changes.filter(({ status }) => status !== "running");
  await until(() => finals().length === 2);
  await createRuntrailClient(owner.client).deleteExecutions({ execution_ids: [quick] });
  await report(service(), await makeExecution(owner, workflow_id), { status: "cancelled" });
  await until(() => finals().length === 3);
  assert.deepEqual(
    new Map(finals().map(({ execution_id, status }) => [execution_id, status])).get(ran),
    "failed",
  );
  await watch.stop();
});

test("two watches of one client share channels, and end apart", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const workflow_id = await makeWorkflow(owner);
  const client = createRuntrailClient(owner.client);
  const first = startWatching(client, { workflow_id });
  await first.watch.ready;
  const second = startWatching(client, { workflow_id });
  await second.watch.ready;
  assert.equal(owner.client.getChannels().length, 2);
  await first.watch.stop();
  const execution_id = await makeExecution(owner, workflow_id);
  await second.until(() => second.changes.length === 1);
  assert.equal(second.changes[0]?.execution_id, execution_id);
  assert.deepEqual(first.changes, []);
  await second.watch.stop();
  const third = startWatching(client, { workflow_id });
  await third.watch.ready;
  assert.deepEqual(inShort(third.changes), [[null, "running", null]]);
  await third.watch.stop();
});

test("a watch ends with its signal, before it is ready or after", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const client = createRuntrailClient(owner.client);
  const ending = new AbortController();
  const early = startWatching(client, { all: true }, { signal: AbortSignal.abort() });
  await early.watch.ready;
  assert.equal(early.watch.state.connection, "stopped");
  const late = startWatching(client, { all: true }, { signal: ending.signal });
  await late.watch.ready;
  ending.abort();
  assert.deepEqual(late.watch.state, { connection: "stopped", error: null });
  await late.watch.stop();
  assert.deepEqual(owner.client.getChannels(), []);
});

test("what a handler throws is its own, and the watch goes on", async (actors) => {
  const owner = await signUp();
  actors.push(owner);
  const workflow_id = await makeWorkflow(owner);
  const thrown: unknown[] = [];
  const keep = (event: ErrorEvent) => {
    event.preventDefault();
    thrown.push(event.error.message);
  };
  globalThis.addEventListener("error", keep);
  const seen: string[] = [];
  const watch = createRuntrailClient(owner.client).watch({ workflow_id }, ({ status }) => {
    seen.push(status);
    throw new RangeError("of the handler");
  });
  await watch.ready;
  const execution_id = await makeExecution(owner, workflow_id);
  await report(owner, execution_id, { status: "completed" });
  while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await watch.stop();
  globalThis.removeEventListener("error", keep);
  assert.deepEqual(seen, ["running", "completed"]);
  assert.deepEqual(thrown, ["of the handler", "of the handler"]);
  assert.ok(!(watch.state.error instanceof RuntrailError));
});
