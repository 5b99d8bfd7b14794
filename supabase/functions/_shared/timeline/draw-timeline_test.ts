import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { drawTimeline } from "./draw-timeline.ts";

const { timeline, step, log, chunk } = exampleTimeline;

Deno.test("drawTimeline() says what it shows to those who do not see it", () => {
  const svg = drawTimeline(timeline);
  const id = `runtrail-${timeline.execution_id}`;
  assert.ok(svg.includes(`role="img" aria-labelledby="${id} ${id}-more"`));
  assert.ok(svg.includes(`<title id="${id}">Order a kettle: failed</title>`));
  assert.ok(svg.includes(`<desc id="${id}-more">Failed after 31.4 s: no element matches`));
});

Deno.test("drawTimeline() leaves no markup of a name", () => {
  const svg = drawTimeline({ ...timeline, workflow_name: "</title><script>1</script>" });
  assert.equal(svg.includes("<script"), false);
});

Deno.test("drawTimeline() draws a bounded part of many entries, and says what it leaves out", () => {
  const hostile = "&".repeat(200);
  const entries = [
    ...Array.from({ length: 1000 }, () => ({ ...step, label: hostile })),
    ...Array.from(
      { length: 2000 },
      (_, i) => ({ ...log, label: hostile, level: "error", offset_seconds: i / 64 }),
    ),
    ...Array.from({ length: 1000 }, (_, i) => ({ ...chunk, tab: `t${i % 500}` })),
  ];
  const svg = drawTimeline({ ...timeline, entries, untimed_lines: 3, truncated: true });
  assert.ok(svg.length < 2_000_000, `${svg.length}`);
  for (
    const note of [
      "800 of 1000 steps and moments not drawn.",
      "1980 of 2000 log lines not written out.",
      "492 of 500 tabs not drawn.",
      "3 log lines without a time.",
      "More was reported than a timeline holds.",
    ]
  ) assert.ok(svg.includes(`>${note}<`), note);
});

Deno.test("drawTimeline() has no note where nothing is left out", () => {
  assert.doesNotMatch(drawTimeline(timeline), /not drawn|not written|without a time|More was/);
});
