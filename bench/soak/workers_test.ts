import assert from "node:assert/strict";
import postgres from "postgres";
import { workers } from "./workers.ts";

function raised(code: string): Error {
  return Object.assign(new postgres.PostgresError("raised"), { code, message: "raised" });
}

/** Lets one worker fail like this until it has come around a few times. */
async function failing(error: Error, dying = false) {
  const all = workers();
  if (dying) all.expectDeath();
  const again = Promise.withResolvers<void>();
  let times = 0;
  all.start("work", 0, async () => {
    await Promise.resolve();
    if (dying || ++times === 3) again.resolve();
    throw error;
  });
  await again.promise;
  await all.stop();
  return { count: all.counts.get("work"), unexpected: [...all.unexpected] };
}

Deno.test("workers() counts what the product promises to refuse", async () => {
  const { count, unexpected } = await failing(raised("PT409"));
  assert.equal(count?.done, 0);
  assert.ok(count && count.refused >= 3);
  assert.deepEqual(unexpected, []);
});

Deno.test("workers() notes every other error, a deadlock for one", async () => {
  const { count, unexpected } = await failing(raised("40P01"));
  assert.equal(count?.refused, 0);
  assert.match(unexpected[0]?.[0] ?? "", /^work: 40P01 raised/);
  assert.ok((unexpected[0]?.[1] ?? 0) >= 3);
});

Deno.test("workers() ends those whose server is killed, without a note", async () => {
  const { unexpected } = await failing(new Error("CONNECTION_CLOSED"), true);
  assert.deepEqual(unexpected, []);
});
