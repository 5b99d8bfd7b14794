import assert from "node:assert/strict";
import { safeText } from "./safe-text.ts";

Deno.test("safeText() leaves no markup", () => {
  assert.equal(safeText(`<a b="c" d='e'>&`, 50), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});

Deno.test("safeText() replaces what XML cannot hold and what turns text around", () => {
  assert.equal(safeText("a\0b\x1bc\u202ed\u2066e\ufffff\ud800\u0001\ufffe", 50), "a�b�c�d�e�f���");
});

Deno.test("safeText() makes one line of several", () => {
  assert.equal(safeText(" no element\r\n\tmatches\u2028#buy \n", 50), "no element matches #buy");
});

Deno.test("safeText() keeps letters of any script and emoji", () => {
  assert.equal(safeText("é 漢 👍🏽 नि", 50), "é 漢 👍🏽 नि");
});

Deno.test("safeText() keeps the direction of a text to the text", () => {
  assert.equal(safeText("שלום", 50), "\u2068שלום\u2069");
});

Deno.test("safeText() keeps three accents of a letter", () => {
  assert.equal(safeText(`a${"\u0301".repeat(90)}b`, 99), "a\u0301\u0301\u0301b");
});

Deno.test("safeText() cuts between characters and says so", () => {
  assert.equal(safeText("👍".repeat(5), 4), "👍👍👍…");
  assert.equal(safeText("👍".repeat(4), 4), "👍👍👍👍");
  assert.equal(safeText("x".repeat(1e6), 3), "xx…");
});
