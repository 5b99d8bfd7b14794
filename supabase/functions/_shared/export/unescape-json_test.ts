import assert from "node:assert/strict";
import { unescapeJson } from "./unescape-json.ts";

/** What comes of a text that arrives in pieces of this size. */
async function unescaped(text: string, size: number): Promise<[string, boolean]> {
  const all = new TextEncoder().encode(text);
  async function* pieces() {
    for (let at = 0; at < all.length; at += size) yield await all.slice(at, at + size);
  }
  const found: Uint8Array[] = [];
  const generator = unescapeJson(pieces());
  for (;;) {
    const { done, value } = await generator.next();
    if (done) {
      return [new TextDecoder().decode(Uint8Array.from(found.flatMap((one) => [...one]))), value];
    }
    found.push(value);
  }
}

const text = 'plain "quoted" \\ / \b\f\n\r\t \u0000\u0001\u001f é € 😀 =1,"a""b"\r\n';

Deno.test("unescapeJson() gives what JSON.parse() gives, wherever pieces end", async () => {
  const json = JSON.stringify(text).replaceAll("/", "\\/").replaceAll("é", "\\u00e9");
  for (const size of [1, 2, 3, 5, 7, 1000]) {
    assert.deepEqual(await unescaped(`${json.slice(1)}} more`, size), [text, true], `${size}`);
  }
});

Deno.test("unescapeJson() tells when the end is missing", async () => {
  assert.deepEqual(await unescaped("a\\n", 2), ["a\n", false]);
  assert.deepEqual(await unescaped("", 2), ["", false]);
  assert.deepEqual(await unescaped('"', 2), ["", true]);
});
