import assert from "node:assert/strict";
import { reopening } from "./reopening.ts";

Deno.test("reopening() fails what is under way when a connection is lost, and opens anew", async () => {
  const losses: (() => void)[] = [];
  const closed: number[] = [];
  const pool = reopening(
    (lost) => losses.push(lost),
    (opened) => Promise.resolve(void closed.push(opened)),
  );
  const waiting = pool.use(() => new Promise(() => {}));
  losses[0]?.();
  await assert.rejects(waiting, { code: "CONNECTION_CLOSED" });
  losses[0]?.();
  assert.equal(await pool.use((opened) => Promise.resolve(opened)), 2);
  await pool.stop();
  assert.deepEqual(closed, [1, 2]);
  await assert.rejects(pool.use(() => Promise.resolve()), /stopping/);
});
