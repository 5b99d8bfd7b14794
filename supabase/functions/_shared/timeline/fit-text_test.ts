import assert from "node:assert/strict";
import { fitText } from "./fit-text.ts";
import { textWidth } from "./text-width.ts";

Deno.test("fitText() leaves a text that fits as it is", () => {
  assert.equal(fitText("place the order", 20), "place the order");
  assert.equal(fitText("", 20), "");
});

Deno.test("fitText() cuts one that does not, between what is read as characters", () => {
  assert.equal(fitText("place the order", 6.2), "place the…");
  assert.equal(fitText("👩‍👩‍👧‍👦".repeat(9), 6), `${"👩‍👩‍👧‍👦".repeat(3)}…`);
  assert.equal(fitText("e\u0301".repeat(50), 4), `${"e\u0301".repeat(2)}…`);
});

Deno.test("fitText() gives nothing wider than asked for", () => {
  for (const text of ["WWWW".repeat(50), "il ".repeat(99), "漢字".repeat(99), "\ufdfd".repeat(9)]) {
    for (const ems of [3, 17.5, 43]) assert.ok(textWidth(fitText(text, ems)) <= ems + 0.1, text);
  }
});
