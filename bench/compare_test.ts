import assert from "node:assert/strict";
import { combine, compare, compareAtOnce } from "./compare.ts";

Deno.test("compare() takes turns, and divides throughput and latency by the bare one's", async () => {
  const order: string[] = [];
  const take = (name: string, ms: number) => () => {
    order.push(name);
    return Promise.resolve(ms);
  };
  const result = await compare({ subject: [take("s", 6)], bare: [take("b", 2)] }, 0);
  assert.deepEqual(order, ["b", "s", "b", "s", "b", "s", "b", "s"]);
  assert.deepEqual([result.p50, result.p95, result.bareP50, result.times], [6, 6, 2, 3]);
  assert.equal(result.samples, 3);
});

Deno.test("combine() takes the middle of comparisons, and counts what all of them measured", async () => {
  const of = (ms: number) =>
    compare({ subject: [() => Promise.resolve(ms)], bare: [() => Promise.resolve(1)] }, 0);
  const result = combine([await of(9), await of(2), await of(3)]);
  assert.deepEqual([result.p50, result.times, result.samples], [3, 3, 9]);
  assert.deepEqual([result.p10, result.latencies], [2, [2, 2, 2, 3, 3, 3, 9, 9, 9]]);
});

Deno.test("compare() divides the bare one's processor time by the subject's", async () => {
  let now = 0;
  const use = (ms: number) => () => {
    now += ms;
    return Promise.resolve(1);
  };
  const clock = () => Promise.resolve(now);
  const result = await compare({ subject: [use(8)], bare: [use(2)] }, 0, clock);
  assert.deepEqual([result.processor, result.processorShare], [8, 0.25]);
  const unknown = await compare({ subject: [use(8)], bare: [use(2)] }, 0);
  assert.deepEqual([unknown.processor, unknown.processorShare], [null, null]);
});

Deno.test("compareAtOnce() takes neither first, and gives each its share of asking", async () => {
  const used = { subject: 0, bare: 0, both: 0 };
  const running = new Set<string>();
  let together = 0;
  const operation = (name: "subject" | "bare", ms: number) => async () => {
    running.add(name);
    await Promise.resolve();
    if (running.size === 2) together++;
    running.delete(name);
    used[name] += ms;
    used.both += 1;
    return ms;
  };
  const read = (name: keyof typeof used) => () => Promise.resolve(used[name]);
  const result = await compareAtOnce(
    { subject: [operation("subject", 7)], bare: [operation("bare", 3)] },
    0,
    { subject: read("subject"), bare: read("bare"), both: read("both") },
    2,
  );
  assert.ok(together > 0);
  assert.deepEqual([result.samples, result.times], [2, 7 / 3]);
  assert.deepEqual([result.processor, result.processorShare], [8, 0.5]);
});

Deno.test("compareAtOnce() knows no processor time where there is no clock", async () => {
  const once = [() => Promise.resolve(1)];
  const none = () => Promise.resolve(null);
  const clocks = { subject: none, bare: none, both: none };
  const result = await compareAtOnce({ subject: once, bare: once }, 0, clocks, 1);
  assert.deepEqual([result.processor, result.processorShare], [null, null]);
});
