import assert from "node:assert/strict";
import { networkCut } from "./network-cut.ts";

Deno.test("a network that is cut for 3 seconds loses nothing of a run, nor its order", async () => {
  const { lines } = await networkCut(3);
  assert.ok(lines > 50, `${lines}`);
});
