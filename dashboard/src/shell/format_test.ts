import assert from "node:assert/strict";
import { format } from "./format.ts";

Deno.test("format writes times and sizes as people read them", () => {
  assert.deepEqual([0, 65_000, 3_723_900].map(format.clock), ["0:00", "1:05", "1:02:03"]);
  assert.deepEqual([1000, 65_000, 3_600_000].map(format.spoken), [
    ...["1 second", "1 minute 5 seconds", "1 hour 0 seconds"],
  ]);
  assert.deepEqual([420, 12_400, 200_000, 4_000_000].map(format.duration), [
    ...["0.4 s", "12 s", "3 min 20 s", "1 h 6 min"],
  ]);
  assert.deepEqual([0, 999, 1500, 41_133, 2_500_000].map(format.bytes), [
    ...["0 B", "999 B", "1.5 kB", "41 kB", "2.5 MB"],
  ]);
});

Deno.test("format tells how long ago something was", () => {
  const now = Date.parse("2026-01-31T12:00:00Z");
  const ago = (iso: string) => format.ago(iso, now);
  assert.equal(ago("2026-01-31T11:59:50Z"), "10 seconds ago");
  assert.equal(ago("2026-01-31T09:30:00Z"), "2 hours ago");
  assert.equal(ago("2026-01-30T11:00:00Z"), "yesterday");
});
