import assert from "node:assert/strict";
import type { Comparison } from "../compare.ts";
import type { Result } from "../result.ts";
import { judge } from "./targets.ts";

const comparison = (values: Partial<Comparison>): Comparison => ({
  ...{ perSecond: 1, p10: 1, p50: 1, p95: 1, latencies: [], samples: 1, barePerSecond: 1 },
  ...{ bareP50: 1, share: 1, times: 1, processor: null, processorShare: null, ...values },
});

const result = (
  name: string,
  rows: number,
  clients: number,
  values: Partial<Comparison>,
): Result => ({
  ...{ rows, group: "", name, who: "heavy", way: "SQL", clients },
  comparison: comparison(values),
});

const judged = (results: Result[], rows: number) =>
  judge({ results, figures: [], peers: [] }, rows)
    .filter(({ measured }) => measured !== "–")
    .map(({ text, wanted, measured, met }) => [text.slice(0, 30), wanted, measured, met]);

Deno.test("judge() holds create + finish by processor time, and tells the floor beside it", () => {
  const results = [
    result("create + finish, spread", 1e6, 2, { share: 0.9, processorShare: 0.3 }),
    result("create + finish, the floor", 1e6, 2, { share: 0.9, processorShare: 0.5 }),
  ];
  assert.deepEqual(judged(results, 1e6), [
    ["create + finish by 2 clients, ", "≥ 0.35", "0.30", false],
    ["the floor under it; 0.65 was a", "–", "0.50", null],
  ]);
});

Deno.test("judge() judges creates with quotas by throughput or processor time", () => {
  const results = [
    result("create with quotas, spread", 1e6, 8, { share: 0.97, processorShare: 0.89 }),
    result("create with quotas, one user", 1e6, 8, { share: 0.6, processorShare: 0.8 }),
  ];
  assert.deepEqual(judged(results, 1e6), [
    ["create with quotas, many users", "≥ 0.9", "0.89", false],
    ["create with quotas, one user, ", "≥ 0.5", "0.60", true],
  ]);
});

Deno.test("judge() judges reads by the fastest tenth and by processor time", () => {
  const results = [
    result("first page", 1e4, 1, { p10: 2, p50: 3, processor: 2 }),
    result("first page", 1e7, 1, { p10: 2.5, p50: 9, processor: 3 }),
  ];
  assert.deepEqual(judged(results, 1e7), [
    ["first page, times that at 10 k", "≤ 1.3", "1.25", true],
    ["first page, times that at 10 k", "≤ 1.3", "1.50", false],
  ]);
});
