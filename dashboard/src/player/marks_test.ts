import assert from "node:assert/strict";
import { layMarks } from "./marks.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

const span = { from: 10_000, to: 20_000 };
const entry = (at: number | null, change: Partial<TimelineEntry> = {}): TimelineEntry => ({
  ...{ key: `${at}`, kind: "step", at, text: `at ${at}`, level: "info", depth: 0 },
  ...{ outcome: null, ms: null, problem: null, ...change },
});

Deno.test("layMarks() marks steps and errors, and no other line", () => {
  const marks = layMarks(
    [
      entry(10_000),
      entry(12_000, { kind: "log" }),
      entry(15_000, { kind: "log", level: "error" }),
      entry(null),
    ],
    span,
    0.01,
  );
  assert.deepEqual(marks.map(({ place, kind }) => [place, kind]), [[0, "step"], [0.5, "error"]]);
});

Deno.test("layMarks() joins what is too near, and an error among it shows", () => {
  const marks = layMarks(
    [entry(12_000), entry(12_040), entry(12_080, { level: "error" }), entry(12_200)],
    span,
    0.01,
  );
  assert.deepEqual(
    marks.map(({ place, kind, text, count, at }) => [place, kind, text, count, at]),
    [[0.2, "error", "at 12080", 3, 12_080], [0.22, "step", "at 12200", 1, 12_200]],
  );
});

Deno.test("layMarks() puts what was before and after the recording at its ends", () => {
  const places = layMarks([entry(1), entry(99_000)], span, 0.01).map(({ place }) => place);
  assert.deepEqual(places, [0, 1]);
  assert.deepEqual(layMarks([entry(5)], { from: 5, to: 5 }, 0.01).map(({ place }) => place), [0]);
});
