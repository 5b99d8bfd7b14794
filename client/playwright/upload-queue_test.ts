import assert from "node:assert/strict";
import { HeldBytes } from "./held-bytes.ts";
import { isPassing } from "./is-passing.ts";
import { type SealedBatch, UploadQueue, type UploadQueueOptions } from "./upload-queue.ts";

const answer = { snapshot_wanted: false };
const batch = (sequence: number, text: string): SealedBatch => {
  return { sequence, event_offset: 0, final: false, count: 1, text };
};
const refusal = (status: number) => Object.assign(new Error(`${status}`), { status });

function startQueue(options: Partial<UploadQueueOptions>) {
  const told = { taken: 0, dropped: 0, failed: [] as string[], refused: [] as string[] };
  const held = new HeldBytes(1000);
  const queue = new UploadQueue({
    ...{ held, signal: new AbortController().signal, firstPause: 1 },
    send: () => Promise.resolve(answer),
    isPassing: (error) => isPassing(error, false),
    taken: () => void told.taken++,
    dropped: (count) => void (told.dropped += count),
    failed: (error) => void told.failed.push(`${error}`),
    refused: (error) => void told.refused.push(`${error}`),
    ...options,
  });
  return { queue, held, told };
}

Deno.test("a queue sends one batch at a time, in order", async () => {
  let atOnce = 0;
  const sent: string[] = [];
  const { queue, told } = startQueue({
    async send({ text }) {
      assert.equal(++atOnce, 1);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      sent.push(text);
      atOnce--;
      return answer;
    },
  });
  const texts = Array.from({ length: 20 }, (_, i) => `batch ${i}`);
  texts.forEach((text, i) => queue.push(batch(i, text)));
  await queue.idle();
  assert.deepEqual(sent, texts);
  assert.equal(told.taken, 20);
});

Deno.test("a queue sends a batch again, unchanged, until it is answered", async () => {
  const sent: SealedBatch[] = [];
  const errors = [refusal(0), refusal(503), refusal(401)];
  const { queue, told } = startQueue({
    send(batch) {
      sent.push(batch);
      const error = errors.shift();
      return error ? Promise.reject(error) : Promise.resolve(answer);
    },
  });
  queue.push(batch(7, "ä line"));
  queue.push(batch(8, "next"));
  await queue.idle();
  assert.deepEqual(sent.map(({ sequence }) => sequence), [7, 7, 7, 7, 8]);
  assert.ok(sent.slice(0, 4).every((each) => each.text === "ä line"));
  assert.deepEqual([told.failed.length, told.taken, told.dropped], [3, 2, 0]);
});

Deno.test("a queue in a hurry tries again what has just been tried and gets no answer", async () => {
  let attempts = 0;
  const { queue, told } = startQueue({
    signal: AbortSignal.timeout(10_000),
    send: (_, signal) =>
      ++attempts > 1 ? Promise.resolve(answer) : new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(refusal(0)), { once: true });
        queue.hurry();
      }),
  });
  queue.push(batch(0, "a line"));
  await queue.idle();
  assert.deepEqual([attempts, told.taken, told.dropped], [2, 1, 0]);
});

Deno.test("a queue gives up what is refused, and goes on", async () => {
  const { queue, told, held } = startQueue({
    send: ({ sequence }) => sequence === 0 ? Promise.reject(refusal(400)) : Promise.resolve(answer),
  });
  queue.push(batch(0, "no"));
  queue.push(batch(1, "yes"));
  await queue.idle();
  assert.deepEqual([told.refused, told.taken, told.dropped], [["Error: 400"], 1, 1]);
  assert.ok(held.roomy);
});

Deno.test("a queue counts what it holds, packed, and drops all of it when it is ended", async () => {
  const ending = new AbortController();
  const { queue, told, held } = startQueue({
    signal: ending.signal,
    send: (_, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  for (let i = 0; i < 3; i++) queue.push(batch(i, "same ".repeat(150)));
  assert.ok(held.full);
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(held.roomy, "three times 750 bytes take less than 500, packed");
  ending.abort();
  await queue.idle();
  assert.deepEqual([told.taken, told.dropped, told.refused], [0, 3, []]);
});
