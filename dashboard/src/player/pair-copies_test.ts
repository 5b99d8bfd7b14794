import assert from "node:assert/strict";
import { pairCopies } from "./pair-copies.ts";

const event = (type: number, timestamp: number, data = {}) => ({ type, timestamp, data });
const [small, large] = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];
const sizes = (events: { type: number; timestamp: number; data: Record<string, unknown> }[]) =>
  events.map(({ type, timestamp, data }) => [type, timestamp, data.width]);

Deno.test("pairCopies() has the size of the page before each copy of it, and nowhere else", () => {
  const { events, size } = pairCopies([
    event(2, 1),
    event(4, 2, large),
    event(3, 3, { source: 0 }),
    event(2, 4),
    event(4, 5, small),
  ], small);
  assert.deepEqual(sizes(events), [
    ...[[4, 1, 390], [2, 1, undefined], [3, 2, 1440], [3, 3, undefined], [4, 4, 1440]],
    ...[[2, 4, undefined], [3, 5, 390]],
  ]);
  assert.deepEqual(size, small);
});

Deno.test("pairCopies() follows a window that is resized", () => {
  const { events } = pairCopies([event(3, 1, { source: 4, ...large }), event(2, 2)], small);
  assert.deepEqual(sizes(events)[1], [4, 2, 1440]);
});
