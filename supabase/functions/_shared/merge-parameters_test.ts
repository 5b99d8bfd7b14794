import assert from "node:assert/strict";
import { mergeParameters } from "./merge-parameters.ts";
import { parseJson } from "./parse-json.ts";

const ID = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01";

function merge(path: Record<string, unknown>, body: Record<string, unknown>) {
  return mergeParameters(
    [{ name: "path", entries: Object.entries(path) }, {
      name: "body",
      entries: Object.entries(body),
    }],
    new Map([["progress", "number"]]),
  );
}

Deno.test("mergeParameters() joins the sources and drops null", () => {
  const merged = merge({ execution_id: ID }, { progress: 1, error: null });
  assert.deepEqual(merged, { ok: true, value: { execution_id: ID, progress: 1 } });
});

Deno.test("mergeParameters() accepts the same value twice, ids in either case", () => {
  assert.ok(merge({ execution_id: ID }, { execution_id: ID.toUpperCase() }).ok);
  assert.ok(merge({ metadata: { a: 1 } }, { metadata: { a: 1 } }).ok);
});

Deno.test("mergeParameters() refuses a path and a body that name different executions", () => {
  const merged = merge({ execution_id: ID }, { execution_id: ID.replace("0198", "0199") });
  assert.equal(!merged.ok && merged.problem.code, "conflicting_execution_id");
  assert.equal(!merged.ok && merged.problem.status, 400);
});

Deno.test("mergeParameters() refuses any other parameter given twice with different values", () => {
  const merged = merge({ search: "a" }, { search: "A" });
  assert.equal(!merged.ok && merged.problem.code, "invalid_parameter");
  assert.match(!merged.ok ? merged.problem.message : "", /search is given twice.*path, body/);
});

Deno.test("mergeParameters() makes an over-exact number plain where a number is expected, only there", () => {
  const parsed = parseJson('{"progress":12.345678901234567890123,"result":12345678901234567890}');
  assert.ok(parsed.ok);
  const merged = merge({}, parsed.value as Record<string, unknown>);
  assert.ok(merged.ok);
  assert.equal(merged.value.progress, 12.345678901234567);
  assert.match(JSON.stringify(merged.value), /"result":12345678901234567890}/);
});

Deno.test("mergeParameters() does not lose a parameter named __proto__", () => {
  const merged = merge({}, JSON.parse('{"__proto__":{"a":1}}'));
  assert.deepEqual(merged.ok && Object.keys(merged.value), ["__proto__"]);
});
