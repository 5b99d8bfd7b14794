import assert from "node:assert/strict";
import { ChunkIndex } from "../recording/chunk-index.ts";
import { exampleAnswer, exampleChunk } from "../recording/example-chunks.ts";
import { nextChunks } from "./next-chunks.ts";

Deno.test("nextChunks() gives what one request is worth", () => {
  const index = new ChunkIndex();
  const numbers = Array.from({ length: 30 }, (_, i) => i);
  index.add(
    exampleAnswer(numbers.map((n) => exampleChunk(n, { stored_bytes: n < 20 ? 100 : 400_000 }))),
  );
  const after = (n: number) => nextChunks(index, index.of("main")[n]!).map((c) => c.sequence);
  assert.deepEqual(after(2), numbers.slice(3, 19));
  assert.deepEqual(after(18), [19, 20]);
  assert.deepEqual(after(20), [21]);
  assert.deepEqual(after(29), []);
  assert.deepEqual(nextChunks(index, null), []);
});
