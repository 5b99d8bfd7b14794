import assert from "node:assert/strict";
import { type CleanNode, cleanNode } from "./clean-node.ts";

let id = 0;
const element = (tagName: string, attributes: object = {}, ...childNodes: unknown[]) => ({
  ...{ type: 2, id: ++id, tagName, attributes, childNodes },
});
const clean = (node: unknown): CleanNode => {
  const made = cleanNode(node, 0);
  assert.ok(made);
  return made;
};

Deno.test("cleanNode() hides elements that run or load, and keeps what is in them", () => {
  for (const name of ["script", "SCRIPT", "svg:script", "base", "embed", "applet", "frame"]) {
    const made = clean(element(name, { src: "https://a.example" }, element("p")));
    assert.equal(made.tagName, "noscript", name);
    assert.deepEqual(made.attributes, {});
    assert.equal(made.childNodes?.[0]?.tagName, "p");
  }
  assert.equal(clean(element("object", { data: "x" })).tagName, "div");
});

Deno.test("cleanNode() builds no element whose name rrweb or the browser would stumble over", () => {
  for (const name of ["constructor", "__proto__", "toString", "a b", "<x>", "", "1a"]) {
    assert.equal(clean(element(name)).tagName, "div", name);
  }
  assert.equal(clean({ ...element("x-card"), isCustom: true }).isCustom, true);
  assert.equal(clean({ ...element("font-face"), isCustom: true }).isCustom, undefined);
  assert.equal(clean({ ...element("linearGradient"), isSVG: true }).tagName, "linearGradient");
});

Deno.test("cleanNode() puts something in the place of a picture that is not in the recording", () => {
  const made = clean(element("img", { src: "https://a.example/x.png", alt: "A kettle" }));
  const { src, alt } = made.attributes as Record<string, string>;
  assert.match(src ?? "", /^data:image\/svg\+xml,/);
  assert.equal(alt, "A kettle");
  assert.deepEqual(clean(element("img", { alt: "" })).attributes, { alt: "" });
});

Deno.test("cleanNode() makes nodes anew: nothing unknown comes along", () => {
  const node = JSON.parse(
    `{"type": 2, "id": 1, "tagName": "p", "evil": 1, "__proto__": {"polluted": 1},
      "attributes": {"__proto__": {"polluted": 1}, "class": "a"}, "childNodes": [null, 5, {"id": 2}]}`,
  );
  assert.deepEqual(clean(node), {
    ...{ type: 2, id: 1, tagName: "p", attributes: { class: "a" }, childNodes: [] },
  });
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
  for (const none of [null, 1, [], {}, { type: 9, id: 1 }, { type: 3, textContent: "x" }]) {
    assert.equal(cleanNode(none, 0), null);
  }
});

Deno.test("cleanNode() goes as deep as an HTML parser", () => {
  let deep: unknown = element("b");
  for (let i = 0; i < 2000; i++) deep = element("i", {}, deep);
  let depth = 0;
  for (let node: CleanNode | undefined = clean(deep); node; node = node.childNodes?.[0]) depth++;
  assert.equal(depth, 513);
});

Deno.test("cleanNode() makes text of CDATA, and the one doctype of all doctypes", () => {
  assert.deepEqual(clean({ type: 4, id: 7, textContent: "x" }), {
    ...{ type: 3, id: 7, textContent: "x" },
  });
  assert.deepEqual(clean({ type: 1, id: 8, name: "bad name", publicId: 5 }), {
    ...{ type: 1, id: 8, name: "html", publicId: "", systemId: "" },
  });
});
