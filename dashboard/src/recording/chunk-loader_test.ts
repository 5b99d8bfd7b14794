import assert from "node:assert/strict";
import type { Chunk } from "./chunk.ts";
import { ChunkLoader } from "./chunk-loader.ts";

const chunk = (sequence: number): Chunk => ({
  ...{ tab: "main", sequence, arrival: 1, from: 0, to: 0, events: 1, bytes: 1, storedBytes: 10 },
  snapshotAt: null,
});
const chunks = (...numbers: number[]) => numbers.map(chunk);

/** A loader, what it asked for, and a source that fails while told to. */
function scene(mostBytes: number) {
  const asked: [number, number][] = [];
  const source = { isDown: false };
  const loader = new ChunkLoader({
    chunks: () => Promise.reject(new Error("not asked for here")),
    bytes(_tab, first, last) {
      asked.push([first, last]);
      if (source.isDown) return Promise.reject(new Error("down"));
      const all = Array.from({ length: last - first + 1 }, (_, i) => Array(10).fill(first + i));
      return Promise.resolve(new Uint8Array(all.flat()));
    },
  }, mostBytes);
  return { asked, source, loader };
}

Deno.test("ChunkLoader fetches neighbours in one request, and gives each its own bytes", async () => {
  const { asked, loader } = scene(1000);
  const loaded = await loader.load(chunks(3, 4, 5, 8));
  assert.deepEqual(asked, [[3, 5], [8, 8]]);
  assert.deepEqual(loaded.map((bytes) => [bytes.length, bytes[0]]), [
    ...[[10, 3], [10, 4], [10, 5], [10, 8]],
  ]);
});

Deno.test("ChunkLoader fetches nothing twice, not even while it is on its way", async () => {
  const { asked, loader } = scene(1000);
  await Promise.all([loader.load(chunks(1, 2)), loader.load(chunks(2, 3))]);
  await loader.load(chunks(1, 2, 3));
  assert.deepEqual(asked, [[1, 2], [3, 3]]);
  assert.equal(loader.has(chunk(3)), true);
  assert.equal(loader.has(chunk(4)), false);
});

Deno.test("ChunkLoader lets go of what was not used for longest when there is too much", async () => {
  const { asked, loader } = scene(30);
  await loader.load(chunks(1, 2));
  await loader.load(chunks(3));
  await loader.load(chunks(1));
  await loader.load(chunks(4));
  assert.deepEqual([1, 2, 3, 4].map((n) => loader.has(chunk(n))), [true, false, true, true]);
  assert.equal(loader.room, 0);
  // What is asked for at once is given at once, even when it is more than may be kept.
  assert.equal((await loader.load(chunks(5, 6, 7, 8))).length, 4);
  assert.deepEqual(asked.at(-1), [5, 8]);
});

Deno.test("ChunkLoader asks again for what failed, and keeps no count of it", async () => {
  const { asked, source, loader } = scene(1000);
  source.isDown = true;
  await assert.rejects(loader.load(chunks(1, 2)), /down/);
  source.isDown = false;
  assert.equal((await loader.load(chunks(1, 2))).length, 2);
  assert.deepEqual(asked, [[1, 2], [1, 2]]);
  assert.equal(loader.room, 980);
});
