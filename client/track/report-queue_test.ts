import assert from "node:assert/strict";
import type { Entry } from "./report.ts";
import { ReportQueue } from "./report-queue.ts";

const entry = (n: number, more: Partial<Entry> = {}) => ({
  n,
  entry: { id: `${n}`, at: "2026-01-02T00:00:00Z", message: `line ${n}`, ...more },
});
const step = (n: number) => entry(n, { kind: "step_started", step: "s" });

Deno.test("what is delivered leaves the queue, also when it is sent in parts", () => {
  const queue = new ReportQueue();
  for (let n = 1; n <= 1200; n++) queue.add(entry(n));
  assert.equal(queue.first().length, 500);
  assert.equal(queue.remove(700), true);
  assert.equal(queue.remove(700), false);
  assert.deepEqual([queue.length, queue.first()[0]?.n], [500, 701]);
});

Deno.test("a call takes no more than half a MiB, but one report in any case", () => {
  const queue = new ReportQueue();
  for (let n = 1; n <= 4; n++) queue.add(entry(n, { message: "x".repeat(200 * 1024) }));
  assert.equal(queue.first().length, 2);
  const large = new ReportQueue();
  for (let n = 1; n <= 2; n++) large.add(entry(n, { message: "x".repeat(600 * 1024) }));
  assert.equal(large.first().length, 1);
});

Deno.test("of progress only the newest waits", () => {
  const queue = new ReportQueue();
  queue.add({ n: 1, progress: 10 });
  queue.add(entry(2));
  queue.add({ n: 3, progress: 20 });
  queue.add({ n: 4, progress: 30 });
  assert.deepEqual(queue.first().map(({ n }) => n), [2, 4]);
});

Deno.test("when too much waits, the oldest lines go first, then steps, never the end", () => {
  const queue = new ReportQueue();
  queue.add(step(1));
  let dropped = 0;
  for (let n = 2; n <= 20_001; n++) dropped += queue.add(entry(n));
  assert.deepEqual([dropped, queue.first()[0]?.n, queue.first()[1]?.n], [5000, 1, 5002]);
  const steps = new ReportQueue();
  steps.add({ n: 1, end: { status: "completed", execution_time_seconds: 1 } });
  for (let n = 2; n <= 20_001; n++) steps.add(step(n));
  assert.ok(steps.length < 20_000 && steps.first()[0]?.n === 1);
});

Deno.test("a run is full of lines before it is full of steps, counted in bytes of UTF-8", () => {
  const queue = new ReportQueue();
  const line = { entry: entry(1, { message: "ä".repeat(64 * 1024) }).entry };
  let taken = 0;
  while (!queue.isFull(line)) taken++;
  assert.equal(taken, 111);
  assert.equal(queue.isFull({ entry: step(2).entry }), false);
  assert.equal(queue.isFull({ progress: 1 }), false);
});
