import assert from "node:assert/strict";
import type { RuntrailAnswer, RuntrailInput } from "../create-runtrail-client.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { FakeRealtime } from "../testing/fake-realtime.ts";
import { startWatch } from "./start-watch.ts";
import type {
  ExecutionChange,
  ExecutionState,
  WatchOptions,
  WatchState,
  WatchTarget,
} from "./watch-types.ts";

const AS_OF = "2026-01-31T09:31:00+00:00";

const state = (execution_id: string, fields: Partial<ExecutionState> = {}): ExecutionState => ({
  ...{ execution_id, workflow_id: "w", status: "running", progress: null, completed_at: null },
  ...{ created_at: AS_OF, updated_at: AS_OF, ...fields },
});

/** Watches what a test has stored, over channels that say what it lets them say. */
function watching(
  options: WatchOptions & {
    target?: WatchTarget;
    connection?: unknown;
    failures?: Error[];
    runs?: ExecutionState[];
    topics?: string[];
  } = {},
) {
  const realtime = new FakeRealtime();
  const stored = new Map(options.runs?.map((run) => [run.execution_id, run]));
  const asked: RuntrailInput<"executionStates">[] = [];
  const changes: ExecutionChange[] = [];
  const states: WatchState[] = [];
  const { target = { all: true }, connection = realtime, failures = [], ...others } = options;
  const { topics = ["executions:own", "executions:shared"], ...rest } = others;
  const ask = (input: RuntrailInput<"executionStates">) => {
    asked.push(input);
    const failure = failures.shift();
    if (failure) return Promise.reject(failure);
    const all = [...stored.values()];
    const found = input.execution_ids
      ? all.filter(({ execution_id }) => input.execution_ids?.includes(execution_id))
      : all.filter(({ status }) => status === "running" || input.since !== undefined);
    const answer: RuntrailAnswer<"executionStates"> = {
      ...{ success: true, message: "", states: found, next_cursor: null, as_of: AS_OF },
      topics: input.execution_ids ? ["execution:a"] : topics,
    };
    return Promise.resolve(answer);
  };
  const watch = startWatch(connection, ask, target, (change) => void changes.push(change), {
    ...rest,
    onState: (now) => void states.push(now),
  });
  const connections = () => states.map(({ connection }) => connection);
  const say = (...said: Parameters<FakeRealtime["made"][number]["say"]>) =>
    realtime.made.forEach((channel) => channel.say(...said));
  return { realtime, stored, asked, changes, states, failures, watch, connections, say };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 2));

async function eventually(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    assert.ok(tries < 5000, `never: ${isSo}`);
    await soon();
  }
}

Deno.test("a watch is live when all channels are joined and it has asked since", async () => {
  const { realtime, stored, asked, changes, watch, connections, say } = watching();
  stored.set("a", state("a"));
  await eventually(() => realtime.made.length === 2);
  assert.deepEqual([asked.length, connections()], [1, []]);
  realtime.made[0]?.say("SUBSCRIBED");
  await eventually(() => asked.length === 2);
  assert.deepEqual(connections(), []);
  stored.set("b", state("b"));
  say("SUBSCRIBED");
  await watch.ready;
  assert.deepEqual(connections(), ["live"]);
  assert.equal(asked.at(-1)?.since, AS_OF);
  assert.deepEqual(changes.map(({ execution_id }) => execution_id), ["a", "b"]);
  await watch.stop();
});

Deno.test("a watch that has lost a channel polls, and is live again once it has asked", async () => {
  const { realtime, stored, changes, states, watch, say } = watching({ pollSeconds: 0.01 });
  await eventually(() => realtime.made.length === 2);
  say("SUBSCRIBED");
  await watch.ready;
  realtime.made[0]?.say("CHANNEL_ERROR", new Error("socket closed"));
  assert.deepEqual(states.at(-1)?.error, new Error("socket closed"));
  stored.set("a", state("a"));
  await eventually(() => changes.length === 1);
  stored.set("a", state("a", { status: "failed", completed_at: AS_OF }));
  realtime.made[0]?.say("SUBSCRIBED");
  await eventually(() => states.length === 3);
  assert.deepEqual(states.map(({ connection }) => connection), ["live", "polling", "live"]);
  assert.equal(states[2]?.error, null);
  assert.deepEqual(changes.map(({ status }) => status), ["running", "failed"]);
  await watch.stop();
});

Deno.test("a message that shows that another was lost makes a watch ask", async () => {
  const { realtime, stored, asked, changes, watch, say } = watching();
  await eventually(() => realtime.made.length === 2);
  say("SUBSCRIBED");
  await watch.ready;
  const before = asked.length;
  const tell = (payload: unknown) =>
    realtime.made[0]?.tell({ event: "execution_changed", payload });
  // A beginning, and what is no message of ours.
  for (const payload of [state("a"), null, [], { execution_id: "x" }]) tell(payload);
  await soon();
  assert.equal(asked.length, before);
  stored.set("b", state("b"));
  // The beginnings of two runs were lost.
  tell(state("c", { progress: 5, updated_at: "2026-01-31T09:31:01+00:00" }));
  stored.set("a", state("a")).set("c", state("c", { progress: 5 }));
  await eventually(() => changes.length === 3);
  assert.deepEqual(changes.map(({ execution_id }) => execution_id), ["a", "c", "b"]);
  assert.equal(asked.length, before + 1);
  await watch.stop();
});

Deno.test("what was lost without a sign is found when a watch checks, what is gone too", async () => {
  const { realtime, stored, changes, watch, say } = watching({ checkSeconds: 0.01 });
  stored.set("a", state("a")).set("b", state("b"));
  await eventually(() => realtime.made.length === 2);
  say("SUBSCRIBED");
  await watch.ready;
  stored.delete("a");
  stored.set("b", state("b", { status: "completed", completed_at: "2026-01-31T09:32:00+00:00" }));
  await eventually(() => changes.length === 4);
  const known = changes.slice(2).map(({ execution_id, status }) => `${execution_id} ${status}`);
  assert.deepEqual(known.sort(), ["a deleted", "b completed"]);
  await watch.stop();
});

Deno.test("a watch goes on through failures that pass, and stops at one that does not", async () => {
  const refused = (status: number) => new RuntrailError("invalid_token", "no", { status });
  const none = new RuntrailError("network_error", "no answer", { status: 0 });
  const { realtime, failures, states, asked, watch, say } = watching({
    ...{ checkSeconds: 0.01, failures: [none] },
  });
  await eventually(() => realtime.made.length === 2);
  say("SUBSCRIBED");
  await watch.ready;
  failures.push(none, refused(401));
  await eventually(() => failures.length === 0);
  const before = asked.length;
  await eventually(() => asked.length > before);
  assert.deepEqual(states.map(({ connection }) => connection), [
    "live",
    "polling",
    "polling",
    "live",
  ]);
  failures.push(new RuntrailError("user_not_found", "gone", { status: 404 }));
  await eventually(() => watch.state.connection === "stopped");
  assert.equal((watch.state.error as RuntrailError).code, "user_not_found");
  const after = asked.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(asked.length, after, "it asks no more");
});

Deno.test("a watch that is refused at once never begins", async () => {
  const refused = new RuntrailError("invalid_token", "no", { status: 401 });
  const { watch, states } = watching({ failures: [refused] });
  await assert.rejects(watch.ready, { code: "invalid_token" });
  assert.deepEqual(states.map(({ connection }) => connection), ["stopped"]);
});

Deno.test("without channels a watch polls, and says why", async () => {
  const { stored, changes, watch, connections } = watching({ connection: {}, pollSeconds: 0.01 });
  await watch.ready;
  assert.match(`${watch.state.error}`, /made from a supabase-js client/);
  stored.set("a", state("a"));
  await eventually(() => changes.length === 1);
  assert.deepEqual(connections(), ["polling"]);
  await watch.stop();
  stored.set("b", state("b"));
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(changes.length, 1);
});

Deno.test("where changes are not told a watch polls, until they are", async () => {
  const topics: string[] = [];
  const { realtime, watch, connections, say } = watching({ topics, pollSeconds: 0.01 });
  await watch.ready;
  assert.match(`${watch.state.error}`, /tells no changes/);
  topics.push("executions:own");
  await eventually(() => realtime.made.length === 1);
  say("SUBSCRIBED");
  await eventually(() => watch.state.connection === "live");
  assert.deepEqual(connections(), ["polling", "live"]);
  await watch.stop();
});

Deno.test("one run is watched on its own channel, and messages of others are not for it", async () => {
  const options = { target: { execution_id: "a" }, runs: [state("a")] };
  const { realtime, asked, changes, watch, say } = watching(options);
  await eventually(() => realtime.made.length === 1);
  assert.deepEqual(asked, [{ execution_ids: ["a"] }]);
  assert.ok(realtime.calls.includes("channel execution:a"));
  say("SUBSCRIBED");
  await watch.ready;
  const tell = (event: string, payload: unknown) => realtime.made[0]?.tell({ event, payload });
  tell("execution_changed", state("b", { progress: 5 }));
  const ids = (execution_id: string) => ({ execution_id, workflow_id: "w" });
  tell("executions_deleted", { executions: [ids("b")] });
  tell("cancel_requested", state("a", { progress: 5 }));
  tell("executions_deleted", { executions: [null, { execution_id: "a" }, ids("a"), ids("a")] });
  assert.deepEqual(changes.map(({ status }) => status), ["running", "deleted"]);
  await watch.stop();
});
