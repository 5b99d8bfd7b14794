import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { chunkLines } from "./chunk-lines.ts";

async function linesOf(text: string, bytes = new TextEncoder().encode(text).length) {
  const content = gzipSync(text).toString("base64");
  return await all(chunkLines({ tab: "t", sequence: 7, bytes, content }));
}

async function all(texts: AsyncIterable<string>): Promise<string> {
  return (await Array.fromAsync(texts)).join("");
}

const wrapped = (event: string) => `{"tab":"t","sequence":7,"event":${event}}\n`;

Deno.test("chunkLines() names tab and sequence in every line, and leaves the event as it is", async () => {
  const first = '{"type": 4,"data":"é \\u0000"}';
  assert.equal(await linesOf(`${first}\n{"a":1.10}\n`), wrapped(first) + wrapped('{"a":1.10}'));
  assert.equal(await linesOf(`${first}\n\n{}`), wrapped(first) + wrapped("{}"));
  assert.equal(await linesOf(""), "");
});

Deno.test("chunkLines() keeps lines whole that are longer than a piece", async () => {
  const events = [1, 300_000, 5, 2_000_000, 2].map((length) => JSON.stringify("ü".repeat(length)));
  assert.equal(await linesOf(events.join("\n") + "\n"), events.map(wrapped).join(""));
});

Deno.test("chunkLines() says of a chunk that is not what it says it is, and stops", async () => {
  const unreadable = '{"tab":"t","sequence":7,"unreadable":true}\n';
  assert.equal(
    await all(chunkLines({ tab: "t", sequence: 7, bytes: 9, content: "AAAA" })),
    unreadable,
  );
  // A gigabyte that says it is a hundred bytes.
  const bomb = await linesOf("[]\n".repeat(30_000_000), 100);
  assert.ok(bomb.endsWith(unreadable));
  assert.ok(bomb.length < 5_000_000, `${bomb.length}`);
});
