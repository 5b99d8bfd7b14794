import assert from "node:assert/strict";
import { type Finding, judgeFindings } from "./judge-findings.ts";

const finding = (cacheKey: string, level: Finding["level"], schema = "public"): Finding => ({
  ...{ cacheKey, level, name: "n", detail: "d", metadata: { schema } },
});

Deno.test("judgeFindings() leaves open what is at level warn or above in our schemas", () => {
  const { open } = judgeFindings([
    finding("a", "WARN"),
    finding("b", "ERROR", "private"),
    finding("c", "INFO"),
    finding("d", "ERROR", "auth"),
    { ...finding("e", "WARN"), metadata: null },
  ], {});
  assert.deepEqual(open.map(({ cacheKey }) => cacheKey), ["a", "b"]);
});

Deno.test("judgeFindings() accepts an exception, and reports one that is not needed", () => {
  const exceptions = { a: "because", gone: "because" };
  const { open, accepted, unused } = judgeFindings([finding("a", "WARN")], exceptions);
  assert.deepEqual(open, []);
  assert.equal(accepted.length, 1);
  assert.deepEqual(unused, ["gone"]);
});
