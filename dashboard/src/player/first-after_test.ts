import assert from "node:assert/strict";
import { firstAfter } from "./first-after.ts";

Deno.test("firstAfter() finds the next time", () => {
  const times = [10, 20, 20, 30];
  assert.deepEqual([0, 10, 15, 20, 29, 30].map((at) => firstAfter(times, at)), [
    ...[10, 20, 20, 30, 30, null],
  ]);
  assert.equal(firstAfter([], 0), null);
});
