import assert from "node:assert/strict";
import { drawText } from "./draw-text.ts";

const textsOf = (svg: string) => [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text);
const groupsOf = (svg: string) => [...svg.matchAll(/<g class="([^"]+)"/g)].map(([, name]) => name);

Deno.test("drawText() draws a text that fits once", () => {
  assert.equal(
    drawText("pay", { x: 1.5, y: 1, colour: "soft" }),
    '<text x="1.5em" y="1em" class="soft" fill="#5f5b54" stroke="#ffffff" stroke-width="0.3em"' +
      ' paint-order="stroke">pay</text>',
  );
});

Deno.test("drawText() has a form for each width that a text does not fit", () => {
  const words = "waiting for the button ";
  const two = drawText(words.repeat(3), { y: 1 });
  assert.deepEqual(groupsOf(two), ["narrow", "beyond-narrow"]);
  const three = drawText(words.repeat(20), { y: 1 });
  assert.deepEqual(groupsOf(three), ["narrow", "medium", "wide"]);
  const lengths = textsOf(three).map((text) => text!.length);
  assert.ok(lengths[0]! < lengths[1]! && lengths[1]! < lengths[2]!, lengths.join());
  assert.ok(textsOf(three).every((text) => text!.endsWith("…")));
});

Deno.test("drawText() takes less where the line holds something else, or the text is larger", () => {
  const text = "x".repeat(30);
  assert.deepEqual(groupsOf(drawText(text, { y: 1 })), []);
  assert.deepEqual(groupsOf(drawText(text, { y: 1, taken: 7 })), ["narrow", "beyond-narrow"]);
  assert.deepEqual(groupsOf(drawText(text, { y: 1, size: 1.5 })), ["narrow", "beyond-narrow"]);
});

Deno.test("drawText() leaves no markup of a text", () => {
  assert.equal(drawText("</text><script>", { y: 1 }).includes("<script"), false);
});
