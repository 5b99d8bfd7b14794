import assert from "node:assert/strict";
import { packedValues } from "./packed-values.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const text = (bytes: Uint8Array) => decoder.decode(bytes);

Deno.test("packedValues() gives back what it took, null as null and empty text as empty text", () => {
  const values = packedValues(8);
  const taken = [null, "", "\ufeffé 😀", null, "a", 1.5, true, ["b"]];
  assert.deepEqual(taken.map((value) => values.add(value)), [0, 0, 10, 0, 1, 3, 4, 5]);
  const given = [null, "", "\ufeffé 😀", null, "a", "1.5", "true", '["b"]'];
  assert.deepEqual(values.unpacked(text), given);
});

Deno.test("packedValues() takes long values, and others once it was cleared", () => {
  const values = packedValues(3);
  const long = "é€😀".repeat(300_000);
  for (const value of ["a", long, "b"]) values.add(value);
  assert.ok(values.unpacked(text).join() === `a,${long},b`);
  values.clear();
  assert.deepEqual(values.unpacked(text), []);
  for (const value of [null, "c"]) values.add(value);
  assert.deepEqual(values.unpacked(text), [null, "c"]);
});
