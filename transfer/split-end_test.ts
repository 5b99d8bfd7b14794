import assert from "node:assert/strict";
import { type FileEnd, splitEnd } from "./split-end.ts";

const end: FileEnd = { rows: 2, sha256: "ab", snapshot: "1:1:", after: null };

/** What is passed on of a file that comes in pieces of this size, and what its end says. */
async function split(file: string, size: number): Promise<[string, FileEnd | null]> {
  const all = new TextEncoder().encode(file);
  async function* pieces() {
    for (let at = 0; at < all.length; at += size) yield await all.slice(at, at + size);
  }
  const decoder = new TextDecoder();
  let content = "";
  for (const passed = splitEnd(pieces());;) {
    const { done, value } = await passed.next();
    if (done) return [content, value];
    content += decoder.decode(value, { stream: true });
  }
}

Deno.test("splitEnd() takes the last line of CSV or of JSON lines for the end", async () => {
  for (
    const [content, last] of [
      ['a,b\r\n1,"é 😀\n# {}\n"\r\n', `# ${JSON.stringify(end)}\r\n`],
      ['{"a":"é 😀"}\n{"export":1}\n', `${JSON.stringify({ export: end })}\n`],
      ["", `# ${JSON.stringify(end)}\r\n`],
      ["", `${JSON.stringify({ export: end })}`],
    ] as const
  ) {
    for (const size of [1, 3, 1000]) {
      assert.deepEqual(await split(content + last, size), [content, end], `${content} ${size}`);
    }
  }
});

Deno.test("splitEnd() passes on all of a file without an end, whatever its last line is", async () => {
  for (
    const file of ["", "a,b\r\n1,2\r\n", '{"a":1}\n', '{"a":1}', "# a remark\n", "# {\n", "null\n"]
  ) {
    assert.deepEqual(await split(file, 2), [file, null], file);
  }
});

Deno.test("splitEnd() passes on a long file but for its end", async () => {
  const content = '{"a":"é"}\n'.repeat(40_000);
  const file = `${content}${JSON.stringify({ export: end })}\n`;
  for (const size of [4_096, 65_536, 1_000_000]) {
    const [passed, told] = await split(file, size);
    assert.ok(passed === content, `${size}`);
    assert.deepEqual(told, end);
  }
});
