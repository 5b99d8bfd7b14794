import assert from "node:assert/strict";
import type { RuntrailAnswer, RuntrailInput } from "../create-runtrail-client.ts";
import { askStates } from "./ask-states.ts";
import { KnownRuns } from "./known-runs.ts";
import type { ExecutionChange, ExecutionState } from "./watch-types.ts";

const AT = "2026-01-31T09:31:00+00:00";

const state = (n: number): ExecutionState => ({
  ...{ execution_id: `${n}`, workflow_id: "w", status: "running", progress: null },
  ...{ created_at: AT, updated_at: AT, completed_at: null },
});

/** Answers what is stored, a few at a time. */
function answering(stored: ExecutionState[], pageSize: number) {
  const asked: RuntrailInput<"executionStates">[] = [];
  const ask = (input: RuntrailInput<"executionStates">) => {
    asked.push(input);
    const { execution_ids: ids, cursor } = input;
    const from = Number(cursor ?? 0);
    const next = from + pageSize;
    const answer: RuntrailAnswer<"executionStates"> = {
      ...{ success: true, message: "", topics: ["executions:own"] },
      as_of: `2026-01-31T09:32:0${asked.length}+00:00`,
      states: ids
        ? stored.filter(({ execution_id }) => ids.includes(execution_id))
        : stored.slice(from, next),
      next_cursor: ids || next >= stored.length ? null : `${next}`,
    };
    return Promise.resolve(answer);
  };
  return { asked, ask };
}

Deno.test("askStates() follows the cursor, and goes on from when it began to ask", async () => {
  const changes: ExecutionChange[] = [];
  const runs = new KnownRuns((change) => changes.push(change));
  const { asked, ask } = answering([1, 2, 3, 4, 5].map(state), 2);
  const target = { workflow_id: "w", user_id: "u" };
  const told = await askStates(ask, target, runs, null, null);
  assert.deepEqual(told, { topics: ["executions:own"], as_of: "2026-01-31T09:32:01+00:00" });
  assert.deepEqual(asked, [target, { ...target, cursor: "2" }, { ...target, cursor: "4" }]);
  assert.deepEqual(changes.map(({ execution_id }) => execution_id), ["1", "2", "3", "4", "5"]);
  await askStates(ask, target, runs, told, AT);
  assert.deepEqual(asked[3], { ...target, since: told.as_of });
  assert.equal(changes.length, 5);
});

Deno.test("askStates() looks up by 1 000 what it knew and is not told of any more", async () => {
  const changes: ExecutionChange[] = [];
  const runs = new KnownRuns((change) => changes.push(change));
  const all = Array.from({ length: 1500 }, (_, n) => state(n));
  all.forEach((one) => runs.hear(one));
  const { asked, ask } = answering(all.slice(0, 100), 1000);
  await askStates(ask, { all: true }, runs, null, null);
  assert.deepEqual(asked.map(({ execution_ids }) => execution_ids?.length), [undefined, 1000, 400]);
  const deleted = changes.filter(({ status }) => status === "deleted");
  assert.equal(deleted.length, 1400);
  await askStates(ask, { all: true }, runs, null, null);
  assert.equal(asked.length, 4, "what is gone is not looked up again");
});
