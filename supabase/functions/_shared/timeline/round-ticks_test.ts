import assert from "node:assert/strict";
import { roundTicks } from "./round-ticks.ts";

Deno.test("roundTicks() counts in seconds, minutes, hours and days", () => {
  assert.deepEqual(roundTicks(0, 31.4, 7), [0, 10, 20, 30]);
  assert.deepEqual(roundTicks(0, 300, 6), [0, 60, 120, 180, 240, 300]);
  assert.deepEqual(roundTicks(0, 7200, 5), [0, 1800, 3600, 5400, 7200]);
  assert.deepEqual(roundTicks(0, 4 * 86400, 5), [0, 86400, 172800, 259200, 345600]);
});

Deno.test("roundTicks() counts in parts of a second", () => {
  assert.deepEqual(roundTicks(0, 0.6, 4), [0, 0.2, 0.4, 0.6]);
});

Deno.test("roundTicks() starts before zero where the first offset does", () => {
  assert.deepEqual(roundTicks(-2.5, 2.5, 6), [-2, -1, 0, 1, 2]);
});

Deno.test("roundTicks() gives one tick for a moment", () => {
  assert.deepEqual(roundTicks(0, 0, 5), [0]);
});

Deno.test("roundTicks() never gives more than asked for", () => {
  for (let span = 0.001; span < 1e9; span *= 1.7) {
    const count = roundTicks(-span / 3, span, 6).length;
    assert.ok(count >= 1 && count <= 6, `${count} for ${span}`);
  }
});
