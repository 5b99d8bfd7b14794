import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { scaleOf } from "./scale-of.ts";

const { timeline, log } = exampleTimeline;

Deno.test("scaleOf() goes from the start of a run to its end", () => {
  const { first, last, place } = scaleOf(timeline);
  assert.deepEqual([first, last], [0, 31.4]);
  assert.deepEqual([-1, 0, 15.7, 31.4, 99].map(place), [0, 0, 50, 100, 100]);
});

Deno.test("scaleOf() begins before the start where an entry does", () => {
  const early = { ...log, at: "2026-01-31T09:29:58+00:00", offset_seconds: -2 };
  const { first, place } = scaleOf({
    ...timeline,
    starts_at: early.at,
    entries: [early, ...timeline.entries],
  });
  assert.equal(first, -2);
  assert.deepEqual([-2, 14.7, 31.4].map(place), [0, 50, 100]);
});

Deno.test("scaleOf() places a run that has only just begun", () => {
  const { place } = scaleOf({ ...timeline, ends_at: timeline.starts_at, entries: [] });
  assert.deepEqual([0, 1].map(place), [0, 100]);
});
