import assert from "node:assert/strict";
import { cutLines } from "./cut-lines.ts";

Deno.test("cutLines() gives whole lines, wherever pieces end, and none that has no end", () => {
  const all = new TextEncoder().encode("é € 😀\n\na\n\r\nrest");
  for (const size of [1, 2, 3, 5, 1000]) {
    const cut = cutLines();
    const lines: string[] = [];
    for (let at = 0; at < all.length; at += size) lines.push(...cut(all.slice(at, at + size)));
    assert.deepEqual(lines, ["é € 😀", "", "a", "\r"], `${size}`);
  }
});

Deno.test("cutLines() gives back a piece when all its lines were taken", () => {
  const cut = cutLines();
  const piece = new TextEncoder().encode("a\nb\nrest");
  const lines = cut(piece);
  assert.deepEqual([lines.next().value, lines.next().value, piece.length], ["a", "b", 8]);
  assert.equal(lines.next().done, true);
  assert.equal(piece.buffer.byteLength, 0);
  assert.deepEqual([...cut(new TextEncoder().encode("\n"))], ["rest"]);
});
