import assert from "node:assert/strict";
import { changeTexts } from "./change-texts.ts";

const upper = (text: string) => text.toUpperCase();
const element = (tagName: string) => ({
  ...{ type: 2, tagName, attributes: { class: "c", value: "v" } },
  childNodes: [{ type: 3, textContent: "t" }],
});
const changed = (tagName: string, text: string) => ({
  ...{ type: 2, tagName, attributes: { class: "c", value: "V" } },
  childNodes: [{ type: 3, textContent: text }],
});

Deno.test("changeTexts() changes texts and values in copies of documents, but no style", () => {
  const event = {
    type: 2,
    data: { node: { type: 0, childNodes: [element("p"), element("style")] } },
  };
  changeTexts(event, upper);
  assert.deepEqual(event.data.node.childNodes, [changed("p", "T"), changed("style", "t")]);
});

Deno.test("changeTexts() changes what is added, changed and typed", () => {
  const data = {
    source: 0,
    adds: [{ node: element("p") }],
    texts: [{ value: "t" }, { value: null }],
    attributes: [{ attributes: { class: "c", value: "v" } }, { attributes: { value: null } }],
  };
  changeTexts({ type: 3, data }, upper);
  assert.deepEqual(data, {
    source: 0,
    adds: [{ node: changed("p", "T") }],
    texts: [{ value: "T" }, { value: null }],
    attributes: [{ attributes: { class: "c", value: "V" } }, { attributes: { value: null } }],
  });
  const input = { source: 5, text: "t" };
  changeTexts({ type: 3, data: input }, upper);
  assert.deepEqual(input, { source: 5, text: "T" });
});
