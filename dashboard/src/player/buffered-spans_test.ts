import assert from "node:assert/strict";
import type { Chunk } from "../recording/chunk.ts";
import { bufferedSpans } from "./buffered-spans.ts";

Deno.test("bufferedSpans() joins chunks that follow each other and are here", () => {
  const chunks = [0, 1, 2, 3, 5].map((sequence): Chunk => ({
    ...{ tab: "main", sequence, arrival: 1, from: sequence * 10, to: sequence * 10 + 9 },
    ...{ events: 1, bytes: 1, storedBytes: 1, snapshotAt: null },
  }));
  const spans = (...here: number[]) => bufferedSpans(chunks, (c) => here.includes(c.sequence), 100);
  assert.deepEqual(spans(), []);
  assert.deepEqual(spans(2, 3), [{ from: 20, to: 39 }]);
  assert.deepEqual(spans(0, 1, 3, 5), [
    ...[{ from: 0, to: 19 }, { from: 30, to: 39 }, { from: 50, to: 100 }],
  ]);
});
