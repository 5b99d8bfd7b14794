import assert from "node:assert/strict";
import type { Chunk } from "./chunk.ts";
import { contiguousRuns } from "./contiguous-runs.ts";

const chunk = (sequence: number, storedBytes = 100, tab = "main"): Chunk => ({
  ...{ tab, sequence, arrival: 1, from: 0, to: 0, events: 1, bytes: 1, storedBytes },
  snapshotAt: null,
});
const runs = (chunks: Chunk[]) => contiguousRuns(chunks).map((run) => run.map((c) => c.sequence));

Deno.test("contiguousRuns() ends a run where a number is missing, and at another tab", () => {
  assert.deepEqual(runs([0, 1, 2, 4, 5, 9].map((n) => chunk(n))), [[0, 1, 2], [4, 5], [9]]);
  assert.deepEqual(runs([chunk(0), chunk(1, 1, "b")]), [[0], [1]]);
  assert.deepEqual(runs([]), []);
});

Deno.test("contiguousRuns() asks for 16 MiB at most at a time, unless one chunk has more", () => {
  const size = 7 * 1024 * 1024;
  assert.deepEqual(runs([0, 1, 2, 3].map((n) => chunk(n, size))), [[0, 1], [2, 3]]);
  assert.deepEqual(runs([chunk(0, 3 * size), chunk(1, 3 * size)]), [[0], [1]]);
});
