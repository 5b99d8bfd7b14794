import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { drawRow } from "./draw-row.ts";
import { scaleOf } from "./scale-of.ts";

const { timeline, step, finished } = exampleTimeline;
const scale = scaleOf({ ...timeline, ends_at: "2026-01-31T09:30:40+00:00" });

Deno.test("drawRow() draws a step as a bar, with its outcome in words and in a title", () => {
  const { svg } = drawRow(step, scale);
  assert.match(svg, /<title>pay, failed, 30 s, from 1\.2 s on<\/title>/);
  assert.match(svg, />pay<.*>failed, 30 s</);
  assert.match(svg, /<rect x="3%" y="1.5em" width="75%" height="0.7em" rx="2" class="bad"/);
});

Deno.test("drawRow() draws a step that has not ended up to the end", () => {
  const { svg } = drawRow({ ...step, until: null, seconds: null, outcome: null }, scale);
  assert.match(svg, />not ended</);
  assert.match(svg, /<rect x="3%" y="1.5em" width="97%" height="0.7em" rx="2" class="plain"/);
});

Deno.test("drawRow() draws a step of no length so that it can be seen, within the picture", () => {
  const { svg } = drawRow({ ...step, offset_seconds: 40, seconds: 0 }, scale);
  assert.match(svg, /<rect x="99.5%" y="1.5em" width="0.5%"/);
});

Deno.test("drawRow() draws a moment as a mark", () => {
  const { svg } = drawRow(finished, scale);
  assert.match(svg, /<circle cx="78.5%" cy="1.85em" r="0.4em" class="bad"/);
  assert.match(svg, />failed<.*>at 31\.4 s</);
});

Deno.test("drawRow() leaves no markup of a label", () => {
  const { svg } = drawRow({ ...step, label: "</title></text><script>alert(1)</script>" }, scale);
  assert.equal(svg.includes("<script"), false);
});
