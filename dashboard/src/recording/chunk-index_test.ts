import assert from "node:assert/strict";
import { ChunkIndex } from "./chunk-index.ts";
import { exampleAnswer, exampleChunk, exampleStart } from "./example-chunks.ts";

const at = (seconds: number) => exampleStart + seconds * 1000;
const indexOf = (...answers: Parameters<typeof exampleAnswer>[0][]): ChunkIndex => {
  const index = new ChunkIndex();
  for (const chunks of answers) index.add(exampleAnswer(chunks));
  return index;
};
const numbers = (chunks: readonly { sequence: number }[]) => chunks.map((c) => c.sequence);

Deno.test("ChunkIndex keeps the recorder's order, however chunks arrive, and each once", () => {
  const index = indexOf(
    [exampleChunk(2), exampleChunk(0), exampleChunk(5)],
    [exampleChunk(1), exampleChunk(2), exampleChunk(4)],
  );
  assert.deepEqual(numbers(index.of("main")), [0, 1, 2, 4, 5]);
  assert.equal(index.after(index.of("main")[2]!)?.sequence, 4);
  assert.equal(index.after(index.of("main")[4]!), null);
  assert.deepEqual(index.of("other"), []);
});

Deno.test("ChunkIndex gives what a moment needs: from the last copy of the page on", () => {
  const copies = [0, 4, 7];
  const index = indexOf(
    [0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => exampleChunk(n, {}, copies.includes(n))),
  );
  assert.deepEqual(numbers(index.needed("main", at(2.5))), [0, 1, 2]);
  assert.deepEqual(numbers(index.needed("main", at(6.2))), [4, 5, 6]);
  assert.deepEqual(numbers(index.needed("main", at(7.5))), [7]);
  // The copy of the last chunk comes a little later than the chunk itself.
  assert.deepEqual(numbers(index.needed("main", at(7.05))), [4, 5, 6, 7]);
  assert.deepEqual(numbers(index.needed("main", at(-5))), [0]);
  assert.deepEqual(numbers(index.needed("main", at(99))), [7, 8]);
});

Deno.test("ChunkIndex gives everything before where there is no copy", () => {
  const index = indexOf([exampleChunk(0), exampleChunk(1), exampleChunk(2)]);
  assert.deepEqual(numbers(index.needed("main", at(1.5))), [0, 1]);
});

Deno.test("ChunkIndex tells when chunks are missing, once it knows their neighbours", () => {
  const index = new ChunkIndex();
  const answer = exampleAnswer([exampleChunk(1), exampleChunk(4)]);
  for (const tab of answer.tabs) tab.missing_sequences = [[2, 3], [7, 8]];
  index.add(answer);
  assert.deepEqual(index.gaps("main"), [{ from: at(1.9), to: at(4) }]);
});

Deno.test("ChunkIndex lists tabs by their first event", () => {
  const index = new ChunkIndex();
  const answer = exampleAnswer([exampleChunk(0, { tab: "b" }), exampleChunk(0, { tab: "a" })]);
  const [b, a] = answer.tabs;
  const later = new Date(at(3)).toISOString();
  index.add({ ...answer, tabs: [b!, { ...a!, first_event_at: later }] });
  assert.deepEqual(index.tabs, ["b", "a"]);
  assert.equal(index.span("a")?.from, at(3));
});
