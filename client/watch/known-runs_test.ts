import assert from "node:assert/strict";
import { random as randomFrom } from "../testing/random.ts";
import { KnownRuns } from "./known-runs.ts";
import type { ExecutionChange, ExecutionState } from "./watch-types.ts";

const NEVER = "1970-01-01T00:00:00+00:00";
const at = (n: number) => new Date(Date.UTC(2026, 0, 31) + n).toISOString();

function state(fields: Partial<ExecutionState> & { n: number }): ExecutionState {
  const { n, ...rest } = fields;
  return {
    ...{ execution_id: "a", workflow_id: "w", status: "running", progress: null },
    ...{ created_at: at(0), updated_at: at(n), completed_at: null },
    ...rest,
  };
}

function keepRuns() {
  const told: ExecutionChange[] = [];
  const runs = new KnownRuns((change) => told.push(change));
  const inShort = () =>
    told.map((change) => [change.status, change.status === "deleted" ? null : change.progress]);
  return { runs, told, inShort };
}

Deno.test("a message that comes twice, or after a newer one, is told once or not at all", () => {
  const { runs, inShort } = keepRuns();
  const [begun, half, most] = [
    state({ n: 0 }),
    state({ n: 2, progress: 50 }),
    state({ n: 3, progress: 90 }),
  ];
  for (const one of [begun, begun, most, half, most]) runs.hear(one);
  assert.deepEqual(inShort(), [["running", null], ["running", 90]]);
});

Deno.test("an end is an end, whatever comes after it and however old it seems", () => {
  const { runs, inShort } = keepRuns();
  runs.hear(state({ n: 9, progress: 90 }));
  const ended = state({ n: 5, status: "failed", progress: 40, completed_at: at(5) });
  runs.hear(ended);
  runs.hear(state({ n: 20, progress: 95 }));
  runs.learn(state({ n: 20, progress: 95 }), runs.heard, NEVER);
  runs.hear(ended);
  assert.deepEqual(inShort(), [["running", 90], ["failed", 40]]);
});

Deno.test("an answer counts, but for what has been told since it was asked for", () => {
  const { runs, inShort } = keepRuns();
  runs.hear(state({ n: 8, progress: 80 }));
  // Two transactions at once: the one that began first was committed last.
  runs.learn(state({ n: 7, progress: 70 }), runs.heard, NEVER);
  const heard = runs.heard;
  runs.hear(state({ n: 9, progress: 90 }));
  runs.learn(state({ n: 8, progress: 80 }), heard, NEVER);
  assert.deepEqual(inShort(), [["running", 80], ["running", 70], ["running", 90]]);
});

Deno.test("what had ended before the watch began is not told, what ended since is", () => {
  const { runs, inShort } = keepRuns();
  const began = at(100);
  runs.learn(state({ n: 90, status: "completed", completed_at: at(90) }), 0, began);
  const since = { execution_id: "b", status: "failed", completed_at: at(101) } as const;
  runs.learn(state({ n: 101, ...since }), 0, began);
  assert.deepEqual(inShort(), [["failed", null]]);
});

Deno.test("a deletion is told once, and nothing after it", () => {
  const { runs, told, inShort } = keepRuns();
  runs.hear(state({ n: 0 }));
  runs.remove("a");
  runs.remove("a", "w");
  runs.hear(state({ n: 1, status: "completed", completed_at: at(1) }));
  runs.learn(state({ n: 1 }), runs.heard, NEVER);
  runs.remove("never heard of");
  runs.remove("b", "w");
  assert.deepEqual(inShort(), [["running", null], ["deleted", null], ["deleted", null]]);
  assert.deepEqual(told.map(({ previous_status }) => previous_status), [null, "running", null]);
  assert.deepEqual(runs.open, []);
});

Deno.test("what ended is looked at again, the last 1 000 of it, and forgotten after a while", () => {
  const { runs } = keepRuns();
  const ended = { status: "completed", completed_at: at(1) } as const;
  for (let n = 0; n < 1200; n++) runs.hear(state({ n, execution_id: `e${n}`, ...ended }));
  runs.hear(state({ n: 0, execution_id: "r" }));
  assert.equal(runs.open.length, 1001);
  assert.deepEqual([runs.open[0], runs.open[1], runs.open.at(-1)], ["r", "e200", "e1199"]);
  const now = Date.now;
  try {
    Date.now = () => now() + 3_600_000;
    runs.forget(at(0));
    assert.equal(runs.open.length, 1001, "what answers may list is kept");
    runs.forget(at(3_600_000));
    assert.deepEqual(runs.open, ["r"]);
  } finally {
    Date.now = now;
  }
});

Deno.test("whatever is lost, doubled and reordered, an answer in the end makes it whole", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomFrom(seed);
    const { runs, told } = keepRuns();
    const stored = new Map<string, ExecutionState>();
    const gone = new Set<string>();
    const onTheWay: (() => void)[] = [];
    const send = (message: () => void) => {
      for (let copies = Math.floor(random() * 3); copies > 0; copies--) {
        onTheWay.splice(Math.floor(random() * (onTheWay.length + 1)), 0, message);
      }
    };
    const ask = (later: boolean) => {
      const [answer, heard] = [[...stored.values()], runs.heard];
      const open = runs.open.filter((id) => !stored.has(id));
      const arrive = () => {
        answer.forEach((one) => runs.learn(one, heard, NEVER));
        open.forEach((id) => runs.remove(id));
      };
      if (later) onTheWay.push(arrive);
      else arrive();
    };
    for (let n = 0; n < 60; n++) {
      const execution_id = `${Math.floor(random() * 5)}-${Math.floor(n / 20)}`;
      const known = stored.get(execution_id);
      if (known && known.status !== "running") {
        if (random() < 0.3) {
          stored.delete(execution_id);
          gone.add(execution_id);
          send(() => runs.remove(execution_id, "w"));
        }
      } else if (!gone.has(execution_id)) {
        const isEnd = known && random() < 0.3;
        const now = state({
          ...{ n, execution_id, progress: Math.floor(random() * 100) },
          ...(isEnd ? { status: "completed", completed_at: at(n) } : {}),
        });
        stored.set(execution_id, now);
        send(() => runs.hear(now));
      }
      while (random() < 0.4) onTheWay.shift()?.();
      if (random() < 0.05) ask(random() < 0.5);
    }
    onTheWay.forEach((arrive) => arrive());
    ask(false);
    const last = new Map(told.map((change) => [change.execution_id, change]));
    for (const [id, { status, progress, completed_at }] of stored) {
      assert.partialDeepStrictEqual(
        last.get(id),
        { status, progress, completed_at },
        `${seed} ${id}`,
      );
    }
    for (const [id, { status }] of last) assert.ok(stored.has(id) || status === "deleted", id);
  }
});
