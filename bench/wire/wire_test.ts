import assert from "node:assert/strict";
import { Flight } from "./flight.ts";
import { readAnswer } from "./read-answer.ts";

const encoder = new TextEncoder();

/** A message as Postgres sends it. */
function message(type: string, ...parts: (string | number[])[]): number[] {
  const body = parts.flatMap((part) => typeof part === "string" ? [...encoder.encode(part)] : part);
  const size = body.length + 4;
  return [type.charCodeAt(0), 0, 0, size >> 8, size & 255, ...body];
}

/** Gives bytes in pieces of a few. */
function source(bytes: number[], piece: number) {
  let rest = bytes;
  return {
    read(into: Uint8Array): Promise<number | null> {
      const given = rest.slice(0, Math.min(piece, into.length));
      rest = rest.slice(given.length);
      into.set(given);
      return Promise.resolve(given.length || null);
    },
  };
}

const row = (text: string) => message("D", [0, 1, 0, 0, 0, text.length], text);
const done = message("C", "SELECT 1\0");
const ready = message("Z", "I");

Deno.test("readAnswer() gives the first column of each statement's first row", async () => {
  const empty = message("D", [0, 1, 255, 255, 255, 255]);
  const bytes = [done, row("one"), row("two"), done, empty, done, ready].flat();
  for (const piece of [1, 7, 1000]) {
    assert.deepEqual(await readAnswer(source(bytes, piece), 3), [null, "one", null]);
  }
});

Deno.test("readAnswer() throws what Postgres says, when all has been read", async () => {
  const error = message("E", "SERROR\0C", "PT404\0M", "execution_not_found\0\0");
  await assert.rejects(
    readAnswer(source([error, ready].flat(), 5), 1),
    /^Error: PT404 execution_not_found$/,
  );
  await assert.rejects(readAnswer(source(done, 5), 1), /closed the connection/);
});

Deno.test("Flight writes sizes, names and null as Postgres reads them", () => {
  const flight = new Flight();
  flight.parse("s0", "select $1");
  flight.run("s0", ["é", null]);
  flight.sync();
  assert.deepEqual(
    [...flight.take()],
    [
      message("P", "s0\0select $1\0", [0, 0]),
      message("B", "\0s0\0", [0, 0, 0, 2, 0, 0, 0, 2], "é", [255, 255, 255, 255, 0, 0]),
      message("E", "\0", [0, 0, 0, 0]),
      message("S"),
    ].flat(),
  );
  assert.equal(flight.take().length, 0);
});

Deno.test("Flight grows with what is written", () => {
  const flight = new Flight();
  flight.run("s0", ["x".repeat(300_000)]);
  assert.ok(flight.take().length > 300_000);
});
