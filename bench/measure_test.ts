import assert from "node:assert/strict";
import { measure } from "./measure.ts";

Deno.test("measure() counts what all clients did and orders the percentiles", async () => {
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  const result = await measure([pause, pause], 0.2);
  assert.equal(result.clients, 2);
  assert.ok(result.perSecond > 0 && result.perSecond <= 400, `${result.perSecond} per second`);
  assert.ok(result.p50 >= 4 && result.p50 <= result.p95, `p50 ${result.p50}, p95 ${result.p95}`);
});

Deno.test("measure() fails when an operation fails", async () => {
  await assert.rejects(measure([() => Promise.reject(new Error("refused"))], 0.1), /refused/);
});
