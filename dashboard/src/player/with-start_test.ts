import assert from "node:assert/strict";
import { withStart } from "./with-start.ts";

const event = (type: number, timestamp: number) => ({ type, timestamp, data: {} });

Deno.test("withStart() begins with an event where the recording begins", () => {
  const events = [event(4, 5000), event(2, 5001), event(3, 6000)];
  assert.deepEqual(withStart(events, 100), [event(1, 100), ...events]);
  assert.deepEqual(withStart([], 100), [event(1, 100)]);
});

Deno.test("withStart() shows the first page at once, however long its copy took", () => {
  const events = [event(4, 130), event(3, 140), event(2, 150), event(3, 160)];
  const times = withStart(events, 100).map(({ timestamp }) => timestamp);
  assert.deepEqual(times, [100, 100, 100, 100, 160]);
});
