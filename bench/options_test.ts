import assert from "node:assert/strict";
import { readOptions } from "./options.ts";

Deno.test("readOptions() sorts the sizes, so that a history grows", () => {
  const options = readOptions(["--rows", "100000,10000", "--clients", "8,2"]);
  assert.ok(typeof options === "object");
  assert.deepEqual([options.sizes, options.clientCounts], [[10000, 100000], [2, 8]]);
});

Deno.test("readOptions() says what is wrong", () => {
  assert.match(String(readOptions(["--rows", "many"])), /take numbers/);
  assert.match(String(readOptions(["--only", "reads,jumps"])), /there is no "jumps"/);
  assert.match(String(readOptions(["--row", "1"])), /--row/);
});
