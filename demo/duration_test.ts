import assert from "node:assert/strict";
import { duration } from "./duration.ts";

Deno.test("duration() never shows a value that belongs to the next unit", () => {
  const written = [0, 0.424, 9.994, 9.995, 59.94, 59.95, 125.4, 3599.4, 3599.6, 12_000].map(
    duration,
  );
  assert.deepEqual(written, [
    ...["0.00 s", "0.42 s", "9.99 s", "10.0 s", "59.9 s"],
    ...["1 m 00 s", "2 m 05 s", "59 m 59 s", "1 h 00 m", "3 h 20 m"],
  ]);
});

Deno.test("duration() shows a dash where there is none", () => {
  assert.equal(duration(null), "-");
});
