import assert from "node:assert/strict";
import type { Chunk } from "./chunk.ts";
import { decodeChunk } from "./decode-chunk.ts";

const from = 1_764_000_000_000;
const chunk: Chunk = {
  ...{ tab: "main", sequence: 0, arrival: 1, from, to: from + 1000, events: 1, bytes: 1 },
  ...{ storedBytes: 1, snapshotAt: null },
};

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

const scroll = (timestamp: number, y: number) =>
  JSON.stringify({ type: 3, timestamp, data: { source: 3, id: 1, x: 0, y } });
const places = (events: { data: Record<string, unknown> }[]) => events.map(({ data }) => data.y);

Deno.test("decodeChunk() gives the events of the lines in the order of their times", async () => {
  const lines = [scroll(from + 500, 2), scroll(from + 100, 1), scroll(from + 900, 3)];
  const { events, isDamaged } = await decodeChunk(await gzip(`${lines.join("\n")}\n`), chunk);
  assert.deepEqual([places(events), isDamaged], [[1, 2, 3], false]);
});

Deno.test("decodeChunk() leaves out lines that are no events, and says so", async () => {
  const text = `${scroll(from, 1)}\n{"type": 3,\n\nnull\n${scroll(from, 2)}`;
  const { events, isDamaged } = await decodeChunk(await gzip(text), chunk);
  assert.deepEqual([places(events), isDamaged], [[1, 2], true]);
});

Deno.test("decodeChunk() takes no event out of the chunk's time", async () => {
  const text = [scroll(1, 1), scroll(4e12, 2)].join("\n");
  const { events } = await decodeChunk(await gzip(text), chunk);
  assert.deepEqual(events.map(({ timestamp }) => timestamp), [from, from + 1000]);
});

Deno.test("decodeChunk() survives bytes that are no gzip, broken off, or unpack to too much", async () => {
  const good = await gzip(scroll(from, 1).repeat(3));
  const bomb = await gzip(" ".repeat(17 * 1024 * 1024));
  for (const bytes of [new Uint8Array([1, 2, 3]), good.slice(0, -12), bomb]) {
    assert.deepEqual(await decodeChunk(bytes, chunk), { events: [], isDamaged: true });
  }
});
