import assert from "node:assert/strict";
import { relativeTime } from "./relative-time.ts";

const now = new Date("2026-02-01T12:00:00Z");

Deno.test("relativeTime() counts whole units, the greatest that fits", () => {
  const moments = [
    "2026-02-01T11:59:59.000+00:00",
    "2026-02-01T11:59:00.5+00:00",
    "2026-02-01T11:59:00+00:00",
    "2026-02-01T12:00:01+01:00",
    "2026-02-01T11:00:00Z",
    "2026-01-31T12:00:01Z",
    "2026-01-29T12:00:00Z",
  ];
  assert.deepEqual(moments.map((moment) => relativeTime(moment, now)), [
    ...["1 s ago", "59 s ago", "1 min ago", "59 min ago", "1 h ago", "23 h ago", "3 d ago"],
  ]);
});

Deno.test("relativeTime() says now for this second and for a clock that is ahead", () => {
  assert.equal(relativeTime("2026-02-01T11:59:59.5Z", now), "now");
  assert.equal(relativeTime("2026-02-01T12:00:07Z", now), "now");
});
