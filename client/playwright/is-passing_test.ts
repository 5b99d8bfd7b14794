import assert from "node:assert/strict";
import { isPassing } from "./is-passing.ts";

Deno.test("isPassing() tells what may be different later from what will not", () => {
  for (const status of [0, 401, 408, 429, 500, 503, undefined]) {
    assert.equal(isPassing({ status }, false), true, `${status}`);
  }
  for (const status of [400, 403, 404, 409, 413, 507]) {
    assert.equal(isPassing({ status }, false), false, `${status}`);
  }
});

Deno.test("isPassing() waits for a run that has not arrived, not for one that is gone", () => {
  assert.equal(isPassing({ status: 404 }, true), true);
  assert.equal(isPassing({ status: 404 }, false), false);
});
