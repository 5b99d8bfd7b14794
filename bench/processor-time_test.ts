import assert from "node:assert/strict";
import { processorClock } from "./processor-time.ts";

const linux = Deno.build.os === "linux";

Deno.test("processorClock() counts what this process and others used", async () => {
  const work = "const end = performance.now() + 200; while (performance.now() < end);" +
    "console.log('done'); await new Promise((resolve) => setTimeout(resolve, 60_000));";
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", work],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const read = processorClock([child.pid]);
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  const [own, both] = [await processorClock([])(), await read()];
  assert.ok(own !== null && own > 0, `own: ${own}`);
  assert.equal(both !== null && both > own, linux, `own: ${own}, both: ${both}`);
});

Deno.test("processorClock() does not know what a process that is not there used", async () => {
  assert.equal(await processorClock([2 ** 30])(), null);
});
