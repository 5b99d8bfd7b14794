import assert from "node:assert/strict";
import { streamBytes } from "./stream-bytes.ts";

/** A generator of pieces that says what happens to it, and the signal that it was given. */
function watched(pieces: number, failure?: Error) {
  const happened: string[] = [];
  let signal: AbortSignal | undefined;
  const body = streamBytes(async function* (gone) {
    signal = gone;
    try {
      for (let n = 1; n <= pieces; n++) {
        happened.push(`makes ${n}`);
        yield await new Uint8Array([n]);
      }
      if (failure) throw failure;
    } finally {
      happened.push("ends");
    }
  });
  return { body, happened, isGone: () => signal?.aborted };
}

Deno.test("streamBytes() makes bytes no faster than they are taken", async () => {
  const { body, happened, isGone } = watched(3);
  const reader = body.getReader();
  assert.deepEqual(happened, []);
  await reader.read();
  assert.deepEqual(happened, ["makes 1"]);
  await reader.read();
  assert.deepEqual(happened, ["makes 1", "makes 2"]);
  await reader.read();
  assert.deepEqual(await reader.read(), { done: true, value: undefined });
  assert.deepEqual([happened.at(-1), isGone()], ["ends", false]);
});

Deno.test("streamBytes() ends what it waits for when the reader goes away", async () => {
  const { body, happened, isGone } = watched(3);
  const reader = body.getReader();
  await reader.read();
  await reader.cancel("enough");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual([happened, isGone()], [["makes 1", "ends"], true]);
});

Deno.test("streamBytes() breaks off, and ends the rest, when its bytes cannot be made", async () => {
  const { body, isGone } = watched(1, new Error("no more"));
  const reader = body.getReader();
  await reader.read();
  await assert.rejects(reader.read(), /no more/);
  assert.equal(isGone(), true);
});
