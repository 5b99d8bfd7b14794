import assert from "node:assert/strict";
import { createOutbox, type Parcel, type Reply } from "./create-outbox.ts";

const go: Reply = { hold: false, stop: false };

/** An outbox of 100 characters whose parcels wait until they are answered. */
function startOutbox() {
  const posted: { parcel: Parcel; answer(reply: Reply): void; fail(): void }[] = [];
  const timers: (() => void)[] = [];
  const told = { resumed: 0, stopped: 0 };
  const outbox = createOutbox({
    ...{ doc: "d", sendMs: 1, sendChars: 30, maxChars: 100 },
    post(parcel) {
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      posted.push({ parcel, answer: resolve, fail: () => reject(new Error("gone")) });
      return promise;
    },
    later: (callback) => timers.push(callback),
    resuming: () => void outbox.add("still in the gap"),
    resumed: () => void told.resumed++,
    stopped: () => void told.stopped++,
  });
  const tick = async () => {
    for (const timer of timers.splice(0)) timer();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const numbers = () =>
    posted.map(({ parcel }) => parcel.batches.map(({ n, first, count }) => [n, first, count])[0]);
  return { outbox, posted, told, tick, numbers };
}

const line = "x".repeat(9);

Deno.test("an outbox sends what waits after a while, and sooner when it is much", async () => {
  const { outbox, numbers, tick } = startOutbox();
  outbox.add(line);
  assert.deepEqual(numbers(), []);
  await tick();
  assert.deepEqual(numbers(), [[1, 0, 1]]);
  for (let i = 0; i < 3; i++) outbox.add(line);
  assert.deepEqual(numbers(), [[1, 0, 1], [2, 1, 3]]);
});

Deno.test("an outbox has two batches under way at most, and collects meanwhile", async () => {
  const { outbox, posted, numbers, tick } = startOutbox();
  for (let i = 0; i < 9; i++) outbox.add(line);
  await tick();
  assert.deepEqual(numbers(), [[1, 0, 3], [2, 3, 3]]);
  posted[0]?.answer(go);
  await tick();
  assert.deepEqual(numbers().at(-1), [3, 6, 3]);
});

Deno.test("an outbox that is full counts only, and asks for a copy once all has arrived", async () => {
  const { outbox, posted, told, tick, numbers } = startOutbox();
  const kept = Array.from({ length: 20 }, () => outbox.add(line));
  assert.equal(kept.filter(Boolean).length, 11);
  await tick();
  posted[0]?.answer(go);
  await tick();
  assert.equal(told.resumed, 0);
  posted[1]?.answer(go);
  await tick();
  assert.equal(told.resumed, 1);
  assert.ok(outbox.add(line));
  await tick();
  assert.deepEqual(numbers().at(-1), [3, 21, 1], "15 are missing before it");
});

Deno.test("an outbox that is asked to wait goes on when it is told to", async () => {
  const { outbox, posted, told, tick } = startOutbox();
  outbox.add(line);
  await tick();
  posted[0]?.answer({ hold: true, stop: false });
  await tick();
  assert.equal(outbox.add(line), false);
  assert.equal(told.resumed, 0);
  outbox.resume();
  assert.equal(told.resumed, 1);
  assert.ok(outbox.add(line));
});

Deno.test("an outbox keeps what is not acknowledged, and sends it again", async () => {
  const { outbox, posted, tick } = startOutbox();
  outbox.add(line);
  await tick();
  posted[0]?.fail();
  await tick();
  await tick();
  assert.deepEqual(posted[1]?.parcel.batches, posted[0]?.parcel.batches);
  assert.deepEqual(outbox.rest(), { ...posted[0]!.parcel, ended: true });
});

Deno.test("an outbox of a page that is being left sends each event at once", async () => {
  const { outbox, numbers, tick } = startOutbox();
  outbox.add(line);
  outbox.leave();
  outbox.add(line);
  outbox.add(line);
  assert.deepEqual(numbers(), [[1, 0, 1], [2, 1, 1], [3, 2, 1]]);
  await tick();
  outbox.add(line);
  assert.deepEqual(numbers().length, 3, "it was not left after all");
});

Deno.test("an outbox tells when the runner wants no more", async () => {
  const { outbox, posted, told, tick } = startOutbox();
  outbox.add(line);
  await tick();
  posted[0]?.answer({ hold: false, stop: true });
  await tick();
  assert.equal(told.stopped, 1);
});
