import assert from "node:assert/strict";
import { timelineEntries } from "./timeline-entries.ts";

const time = (seconds: number) => `2026-01-31T09:30:${String(seconds).padStart(2, "0")}+00:00`;
const step = (seq: number, parent_seq: number | null, at: number) => ({
  ...{ seq, parent_seq, name: `step ${seq}`, started_at: time(at), finished_at: time(at + 1) },
  ...{ seconds: 1, outcome: "completed" as const, error: null },
});
const line = (seq: number, at: number, kind: "log" | "status" | "step_started" = "log") => ({
  ...{ seq, at: time(at), kind, level: "info" as const, step: null, message: `line ${seq}` },
  ...{ data: null, id: null, step_id: null },
});

Deno.test("timelineEntries() puts steps and lines in order, nested steps below theirs", () => {
  const steps = [step(1, null, 1), step(3, 1, 2), step(4, 3, 4)];
  const entries = timelineEntries(steps, [line(1, 1, "step_started"), line(2, 3)], null);
  assert.deepEqual(entries.map(({ text, depth }) => [text, depth]), [
    ...[["step 1", 0], ["step 3", 1], ["line 2", 0], ["step 4", 2]],
  ]);
});

Deno.test("timelineEntries() orders what comes at one time by its arrival", () => {
  const entries = timelineEntries(
    [step(1, null, 1), step(4, null, 3)],
    [line(3, 3), line(5, 3)],
    null,
  );
  assert.deepEqual(entries.map(({ text }) => text), ["step 1", "line 3", "step 4", "line 5"]);
});

Deno.test("timelineEntries() leaves out the colours of a terminal", () => {
  const failed = { ...step(1, null, 1), error: "\x1b[2mno such\x1b[22m button" };
  assert.equal(timelineEntries([failed], [], null)[0]?.problem, "no such button");
});

Deno.test("timelineEntries() shows how steps went", () => {
  const failed = { ...step(1, null, 1), outcome: "failed" as const, error: "no such button" };
  const running = { ...step(2, null, 2), seconds: null, outcome: null, finished_at: null };
  const [first, second] = timelineEntries([failed, running], [], null);
  assert.deepEqual([first?.level, first?.problem, first?.ms], ["error", "no such button", 1000]);
  assert.deepEqual([second?.outcome, second?.ms], ["running", null]);
});

Deno.test("timelineEntries() takes a log reported at the end, whatever is in it", () => {
  const logs = ["plain", { at: time(5), message: "dated", level: "error" }, { x: 1 }, null, 7];
  const entries = timelineEntries([], [], logs);
  assert.deepEqual(entries.map(({ text, level, at }) => [text, level, at === null]), [
    ["dated", "error", false],
    ...["plain", '{"x":1}', "null", "7"].map((text) => [text, "info", true]),
  ]);
  // What was reported while it ran is in both; it is shown once.
  assert.equal(timelineEntries([], [line(2, 3)], logs).length, 1);
});
