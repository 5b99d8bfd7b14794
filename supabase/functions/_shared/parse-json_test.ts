import assert from "node:assert/strict";
import { isRawNumber, NESTING_LIMIT, parseJson } from "./parse-json.ts";

function valueOf(text: string): unknown {
  const result = parseJson(text);
  assert.ok(result.ok, text);
  return result.value;
}

Deno.test("parseJson() keeps numbers that JavaScript cannot hold, to the digit", () => {
  for (
    const text of [
      "[12345678901234567890]",
      '{"id":9007199254740993}',
      "[0.1234567890123456789]",
      "[1e400,-1e-400]",
      '{"a":{"b":[1.00000000000000000001]}}',
    ]
  ) assert.equal(JSON.stringify(valueOf(text)), text);
});

Deno.test("parseJson() gives plain numbers where they are exact, however they are written", () => {
  for (
    const text of ["12.345678901234567", "1e+16", "1.234567901234568e-07", "100000000000000000000"]
  ) {
    assert.equal(typeof valueOf(text), "number", text);
  }
  assert.equal(isRawNumber((valueOf("[12345678901234567890]") as unknown[])[0]), true);
  assert.equal(isRawNumber({ rawJSON: "1" }), false);
});

Deno.test("parseJson() says where the text stops being JSON and quotes one character at most", () => {
  const result = parseJson('{"session_token": "eyJhbGciOi.secret.token", x}');
  assert.ok(!result.ok);
  assert.equal(result.problem.code, "invalid_json");
  assert.equal(result.problem.status, 400);
  assert.deepEqual(result.problem.details, { position: 45, line: 1, column: 46 });
  assert.match(result.problem.message, /unexpected "x" at position 45 \(line 1, column 46\)/);
  assert.doesNotMatch(JSON.stringify(result.problem), /secret/);
});

Deno.test("parseJson() accepts 64 levels and refuses 65, without counting brackets in text", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  assert.ok(parseJson(nested(NESTING_LIMIT)).ok);
  assert.ok(parseJson(`{"a":"${"[{".repeat(100)}\\"[[","b":1}`).ok);
  const refused = parseJson(nested(NESTING_LIMIT + 1));
  assert.equal(!refused.ok && refused.problem.code, "nesting_too_deep");
  const hostile = parseJson('{"a":'.repeat(700_000));
  assert.equal(!hostile.ok && hostile.problem.code, "nesting_too_deep");
});
