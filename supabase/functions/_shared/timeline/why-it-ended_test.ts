import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { whyItEnded } from "./why-it-ended.ts";

const { timeline, created, finished } = exampleTimeline;

Deno.test("whyItEnded() gives the error without the calls that led there", () => {
  const label =
    "Timeout exceeded.\nCall log:\n  - waiting at the door\n    at order (/app/order.ts:3:7)";
  const entries = [created, { ...finished, label }];
  assert.equal(
    whyItEnded({ ...timeline, entries }),
    "Timeout exceeded.\nCall log:\n  - waiting at the door",
  );
});

Deno.test("whyItEnded() is null where nothing was said, or nothing has ended", () => {
  assert.equal(whyItEnded({ ...timeline, entries: [{ ...finished, label: null }] }), null);
  assert.equal(whyItEnded({ ...timeline, entries: [created] }), null);
});
