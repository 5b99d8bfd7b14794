import assert from "node:assert/strict";
import { measure, median, quantile } from "./measure.ts";

Deno.test("measure() counts what all clients did and sorts the latencies", async () => {
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  const { perSecond, latencies } = await measure([pause, pause], 0.2);
  assert.ok(perSecond > 0 && perSecond <= 400, `${perSecond} per second`);
  assert.ok((latencies[0] ?? 0) >= 4, `the shortest took ${latencies[0]} ms`);
  assert.deepEqual(latencies, [...latencies].sort((a, b) => a - b));
});

Deno.test("measure() lets each client do one operation, however little time there is", async () => {
  let count = 0;
  const { latencies } = await measure([() => Promise.resolve(void count++)], 0);
  assert.deepEqual([count, latencies.length], [1, 1]);
});

Deno.test("measure() takes the time that an operation says it took", async () => {
  const { latencies } = await measure([() => Promise.resolve(7)], 0);
  assert.deepEqual(latencies, [7]);
});

Deno.test("measure() fails when an operation fails", async () => {
  await assert.rejects(measure([() => Promise.reject(new Error("refused"))], 0.1), /refused/);
});

Deno.test("quantile() and median() take the middle", () => {
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2);
  assert.equal(quantile([1, 2, 3, 4], 0.95), 4);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});
