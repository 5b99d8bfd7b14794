import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { describeTimeline } from "./describe-timeline.ts";

const { timeline, created, step, log, chunk } = exampleTimeline;

Deno.test("describeTimeline() tells outcome, steps, moments and numbers", () => {
  const entries = [...timeline.entries, log, { ...log, level: "error" }, chunk];
  assert.equal(
    describeTimeline({ ...timeline, entries }),
    "Failed after 31.4 s: no element matches #buy. 1 step: pay (failed, 30 s). " +
      "2 log lines, 1 error. Recording of 1 chunk.",
  );
});

Deno.test("describeTimeline() tells of a run that has reported nothing", () => {
  const { starts_at: ends_at } = timeline;
  assert.equal(
    describeTimeline({ ...timeline, status: "running", ends_at, entries: [created] }),
    "Running for 0 s. 0 steps. 0 log lines, 0 errors.",
  );
});

Deno.test("describeTimeline() names the first of many steps", () => {
  const told = describeTimeline({ ...timeline, entries: Array(1000).fill(step) });
  assert.match(told, /1000 steps: .*, and 980 more\./);
  assert.ok(told.length < 1000, told);
});
