import assert from "node:assert/strict";
import { withoutParts } from "./without-parts.ts";

const secrets = ["hunter 2 lunch", "4815"];
const clean = (text: string) => withoutParts(text, secrets, "[redacted]");

Deno.test("withoutParts() removes every beginning of a secret while it is typed", () => {
  for (let length = 3; length <= 14; length++) {
    const typed = "hunter 2 lunch".slice(0, length);
    assert.equal(clean(typed), "[redacted]", typed);
    assert.equal(clean(`user: ${typed}`), "user: [redacted]", typed);
  }
  assert.equal(clean("hunter\u00a0"), "[redacted]");
  assert.equal(clean("481"), "[redacted]");
});

Deno.test("withoutParts() leaves nothing of a secret that stands in two texts", () => {
  for (let at = 3; at <= 11; at++) {
    const [first, second] = [secrets[0]!.slice(0, at), secrets[0]!.slice(at)];
    assert.equal(clean(`before ${first}`), "before [redacted]", first);
    assert.equal(clean(`${second} after`), "[redacted] after", second);
  }
  assert.equal(clean("nch and hun"), "[redacted] and [redacted]");
});

Deno.test("withoutParts() leaves other texts as they are", () => {
  for (const text of ["", "hu", "a hunter came", "48", "ch", "no lunch today", "\u00a0x"]) {
    assert.equal(clean(text), text);
  }
  assert.equal(withoutParts("anything", [], "[redacted]"), "anything");
});
