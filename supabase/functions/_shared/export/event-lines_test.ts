import assert from "node:assert/strict";
import { readLines } from "../../../../client/read-lines.ts";
import { eventLines } from "./event-lines.ts";

/** What becomes of lines that come in pieces of this size. */
async function eventsOf(lines: string, size: number): Promise<string> {
  const all = new TextEncoder().encode(lines);
  async function* pieces() {
    for (let at = 0; at < all.length; at += size) yield await all.slice(at, at + size);
  }
  const found = await Array.fromAsync(eventLines(pieces()));
  return await new Response(new Blob(found)).text();
}

const lines = ['{"text":"é € 😀"}', "{}", '{"data: ":"data: "}'];
const text = lines.map((line) => `${line}\n`).join("");

Deno.test("eventLines() makes an event of each line, wherever pieces end", async () => {
  for (const size of [1, 2, 3, 5, 7, 1000]) {
    const events = lines.map((line) => `data: ${line}\n\n`).join("");
    assert.equal(await eventsOf(text, size), events, `${size}`);
  }
  assert.equal(await eventsOf("", 1), "");
});

Deno.test("eventLines() ends within the event when its lines end within a line", async () => {
  assert.equal(await eventsOf('{}\n{"a', 2), 'data: {}\n\ndata: {"a');
});

Deno.test("what eventLines() makes, the client reads as the lines", async () => {
  const read: string[] = [];
  const body = new Response(await eventsOf(text, 4));
  for await (const line of readLines(body, undefined)) {
    read.push(line);
    if (read.length === lines.length) break;
  }
  assert.deepEqual(read, lines);
});
