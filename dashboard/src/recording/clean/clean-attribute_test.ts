import assert from "node:assert/strict";
import { cleanAttribute } from "./clean-attribute.ts";

Deno.test("cleanAttribute() drops what runs, loads, leaves the page or takes the focus", () => {
  const names = [
    ..."onclick ONERROR onload srcdoc action formaction ping target srcset imagesrcset".split(" "),
    ..."http-equiv rel sandbox autofocus autoplay attributionsrc data manifest nonce".split(" "),
    ..."rr_mediaState rr_src __proto__".split(" "),
  ];
  for (const name of names) assert.equal(cleanAttribute(name, "x"), undefined, name);
});

Deno.test("cleanAttribute() keeps pictures of the recording and no other address", () => {
  const picture = "data:image/png;base64,AA==";
  for (const name of ["src", "poster", "background", "rr_dataURL"]) {
    assert.equal(cleanAttribute(name, picture), picture);
    for (const address of ["https://a.example/x", "/x", "javascript:x", "data:text/html,x", ""]) {
      assert.equal(cleanAttribute(name, address), undefined, `${name} ${address}`);
    }
  }
});

Deno.test("cleanAttribute() keeps references within the page, and the look of links", () => {
  for (const name of ["href", "xlink:href", "HREF", "x:href"]) {
    assert.equal(cleanAttribute(name, "#icon"), "#icon");
    for (
      const address of ["https://a.example", " javascript:x", "//a.example", "data:text/html,"]
    ) {
      assert.equal(cleanAttribute(name, address), "#", `${name} ${address}`);
    }
  }
  assert.equal(cleanAttribute("attributeName", " xlink:href"), undefined);
  assert.equal(cleanAttribute("attributeName", "opacity"), "opacity");
});

Deno.test("cleanAttribute() leaves other attributes as they were, and no value of another kind", () => {
  assert.equal(cleanAttribute("class", "a b"), "a b");
  assert.equal(cleanAttribute("rr_width", "10px"), "10px");
  assert.equal(cleanAttribute("rr_scrollTop", 7), 7);
  assert.equal(cleanAttribute("checked", true), true);
  assert.equal(cleanAttribute("hidden", null), null);
  assert.equal(cleanAttribute("class", { toString: "x" }), undefined);
  assert.equal(cleanAttribute("rr_scrollTop", NaN), undefined);
});
