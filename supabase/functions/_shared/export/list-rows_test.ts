import assert from "node:assert/strict";
import { listRows } from "./list-rows.ts";
import type { Content, Ending } from "./pages.ts";

const ending: Ending = { rows: 2, snapshot: "1:1:", after: null };

/** What becomes of lines that come in pieces of this size, and what is returned. */
async function listed(lines: string, size: number): Promise<[string, Ending]> {
  const all = new TextEncoder().encode(lines);
  async function* pieces(): Content {
    for (let at = 0; at < all.length; at += size) yield await all.slice(at, at + size);
    return ending;
  }
  const decoder = new TextDecoder();
  let text = "";
  for (const list = listRows(pieces());;) {
    const { done, value } = await list.next();
    if (done) return [text, value];
    text += decoder.decode(value, { stream: true });
  }
}

Deno.test("listRows() makes the list that JSON has of lines, wherever pieces end", async () => {
  const rows = [{ text: "é € 😀\n,[]", tags: [] }, {}, { text: "\u2028" }];
  const lines = rows.map((row) => `${JSON.stringify(row)}\n`);
  for (const size of [1, 2, 3, 7, 1000]) {
    const [text, returned] = await listed(lines.join(""), size);
    assert.deepEqual(JSON.parse(text), rows, `${size}`);
    assert.equal(text, `[\n${lines.map((line) => line.trim()).join(",\n")}\n]`);
    assert.equal(returned, ending);
  }
});

Deno.test("listRows() makes an empty list of no lines", async () => {
  assert.deepEqual(await listed("", 1), ["[]", ending]);
});

Deno.test("listRows() passes on what breaks its lines off", async () => {
  async function* broken(): Content {
    yield await new TextEncoder().encode("{}\n");
    throw new Error("cut off");
  }
  const list = listRows(broken());
  await list.next();
  await assert.rejects(list.next(), /cut off/);
});
