import assert from "node:assert/strict";
import { parseJson } from "./parse-json.ts";
import { mayNeedSanitizing, sanitize } from "./sanitize.ts";

Deno.test("sanitize() replaces NUL and unpaired surrogates in values and keys, and counts them", () => {
  const { value, replaced } = sanitize({ "a\0": ["\0\ud800x", { b: "\udc00\ud83d\ude00" }], n: 1 });
  assert.deepEqual(value, { "a\ufffd": ["\ufffd\ufffdx", { b: "\ufffd\u{1f600}" }], n: 1 });
  assert.equal(replaced, 4);
});

Deno.test("sanitize() leaves everything else as it is", () => {
  const kept = { text: "a\u0001\u{10ffff}\ufffe", list: [null, true, 1.5], empty: {} };
  assert.deepEqual(sanitize(kept), { value: kept, replaced: 0 });
});

Deno.test("sanitize() keeps exact numbers and a key named __proto__", () => {
  const text = '{"__proto__":{"a":12345678901234567890}}';
  const parsed = parseJson(text);
  assert.ok(parsed.ok);
  assert.equal(JSON.stringify(sanitize(parsed.value).value), text);
});

Deno.test("mayNeedSanitizing() sees every escape that can write such a character", () => {
  for (const text of ['"\\u0000"', '"\\uD800"', '"\\udfff"']) assert.ok(mayNeedSanitizing(text));
  for (const text of ['"\\u0001"', '"\\ue000"', '"\\n"', '"\u{1f600}"']) {
    assert.ok(!mayNeedSanitizing(text), text);
  }
});
