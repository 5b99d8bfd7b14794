import assert from "node:assert/strict";
import { secondsInWords } from "./seconds-in-words.ts";

const expected: [number, string][] = [
  [0, "0 s"],
  [0.005, "0.005 s"],
  [0.6134, "0.613 s"],
  [31.44, "31.4 s"],
  [59.94, "59.9 s"],
  [59.97, "1 min"],
  [90, "1 min 30 s"],
  [250.4, "4 min 10 s"],
  [3599.6, "1 h"],
  [5400, "1 h 30 min"],
  [86_399, "1 d"],
  [86_400 * 3 + 3600 * 4, "3 d 4 h"],
  [86_400 * 400, "400 d"],
  [-2, "\u22122 s"],
  [-90, "\u22121 min 30 s"],
];

for (const [seconds, words] of expected) {
  Deno.test(`secondsInWords(${seconds}) is ${words}`, () =>
    assert.equal(secondsInWords(seconds), words));
}
