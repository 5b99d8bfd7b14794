import assert from "node:assert/strict";
import { chooseEntries } from "./choose-entries.ts";
import { exampleTimeline } from "../testing/example-timeline.ts";

const { step, log, created } = exampleTimeline;
const named = (label: string, entry: typeof step) => ({ ...entry, label });

Deno.test("chooseEntries() takes all when they are few", () => {
  const entries = [created, step, log];
  assert.deepEqual(chooseEntries(entries, 3), entries);
  assert.deepEqual(chooseEntries([], 3), []);
});

Deno.test("chooseEntries() takes what went wrong before what came first, and keeps the order", () => {
  const done = { ...step, outcome: "completed" as const };
  const entries = [
    created,
    named("a", done),
    named("b", done),
    named("open", { ...done, until: null, outcome: null }),
    named("c", done),
    named("failed", step),
  ];
  const labels = chooseEntries(entries, 4).map(({ label }) => label);
  assert.deepEqual(labels, [null, "a", "open", "failed"]);
});

Deno.test("chooseEntries() takes errors before warnings before other lines", () => {
  const entries = ["info", "warn", "debug", "error", "info"].map((level) => ({ ...log, level }));
  const levels = chooseEntries(entries, 3).map(({ level }) => level);
  assert.deepEqual(levels, ["info", "warn", "error"]);
});
