import assert from "node:assert/strict";
import { jsonErrorPosition } from "./json-error-position.ts";

Deno.test("jsonErrorPosition() points at the first character that does not fit", () => {
  const cases: [text: string, position: number, found: string | null][] = [
    ["", 0, null],
    ["{", 1, null],
    ['{"a"', 4, null],
    ['{"a": x}', 6, "x"],
    ['{"a": 1,}', 8, "}"],
    ["[1,]", 3, "]"],
    ["{} {}", 3, "{"],
    ["]", 0, "]"],
    ['{"a" 1}', 5, "1"],
    ["{a: 1}", 1, "a"],
    ["[1 2]", 3, "2"],
    ["[1}", 2, "}"],
    ["01", 0, "0"],
    ["nul", 0, "n"],
    ['"a\nb"', 2, "\n"],
    ['"\\x"', 1, "\\"],
    ['"open', 5, null],
    ["'a'", 0, "'"],
    ['["\u{1f600}", \u{1f600}]', 7, "\u{1f600}"],
  ];
  for (const [text, position, found] of cases) {
    assert.throws(() => JSON.parse(text), `${text} is JSON`);
    const error = jsonErrorPosition(text);
    assert.deepEqual([error.position, error.found], [position, found], text);
  }
});

Deno.test("jsonErrorPosition() counts lines and columns from 1", () => {
  const { line, column } = jsonErrorPosition('{\n  "a": 1,\n  "b": ?\n}');
  assert.deepEqual({ line, column }, { line: 3, column: 8 });
});

Deno.test("jsonErrorPosition() never goes past the place where the parser stops", () => {
  const valid = '{"a":[1,-2.5e3,"x\\u00e9\\n",true,null,{}],"b":{"c":[]}}';
  for (let at = 0; at < valid.length; at++) {
    for (const wrong of ["", "?", '"', "}", ","]) {
      const text = valid.slice(0, at) + wrong + valid.slice(at + 1);
      let message = "";
      try {
        JSON.parse(text);
        continue;
      } catch (error) {
        message = (error as Error).message;
      }
      const known = /position (\d+)/.exec(message)?.[1];
      const { position } = jsonErrorPosition(text);
      if (known !== undefined) assert.ok(position <= Number(known), `${text}: ${message}`);
      // What stands before the error is the beginning of some JSON text: the error is not there.
      assert.ok(jsonErrorPosition(text.slice(0, position)).position >= position, text);
    }
  }
});

Deno.test("jsonErrorPosition() copes with four million characters of text", () => {
  for (const part of ["a", "\\n", '\\"']) {
    const text = `{"a":"${part.repeat(4_000_000 / part.length)}", ?}`;
    assert.equal(jsonErrorPosition(text).position, text.length - 2);
  }
  const nested = "[".repeat(4_000_000);
  assert.equal(jsonErrorPosition(nested).position, nested.length);
});
