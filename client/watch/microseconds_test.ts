import assert from "node:assert/strict";
import { microseconds } from "./microseconds.ts";

Deno.test("microseconds() tells moments apart to the last digit, whatever their form", () => {
  const from = microseconds("2026-01-31T09:31:04+00:00");
  for (
    const [moment, after] of [
      ["2026-01-31T09:31:04.5+00:00", 500_000],
      ["2026-01-31T09:31:04.000001+00:00", 1],
      ["2026-01-31T10:31:04.123456+01:00", 123_456],
      ["2026-01-31T09:31:03.999999Z", -1],
    ] as const
  ) assert.equal(microseconds(moment) - from, after, moment);
});
