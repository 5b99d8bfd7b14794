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

Deno.test("reopening() keeps no result once it was given", async () => {
  const source = JSON.stringify(new URL("./reopening.ts", import.meta.url));
  const program = `
    import { reopening } from ${source};
    const pool = reopening(() => "open", () => Promise.resolve());
    for (let n = 0; n < 50; n++) await pool.use(() => Promise.resolve(Array(250_000).fill(n)));
    gc();
    console.log(Deno.memoryUsage().heapUsed);
  `;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--v8-flags=--expose-gc", program],
    env: { NO_COLOR: "1" },
  }).output();
  // Of 50 times 2 MB.
  const used = Number(new TextDecoder().decode(stdout));
  assert.ok(used > 0 && used < 30_000_000, `${used}`);
});
