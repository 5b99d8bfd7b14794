import assert from "node:assert/strict";
import { markup, renderPage } from "./render-page.ts";

Deno.test("markup escapes what is inserted, but not markup in it", () => {
  const inner = markup`<b>${'"<&>"'}</b>`;
  assert.equal(markup`<p>${inner}</p>`.text, "<p><b>&quot;&lt;&amp;&gt;&quot;</b></p>");
});

Deno.test("renderPage() puts the page into the layout and escapes its values", async () => {
  const page = await renderPage("message", { title: "A & B", text: "<script>" });
  assert.match(page, /<title>A &amp; B · Larchfield/);
  assert.match(page, /&lt;script&gt;/);
  assert.doesNotMatch(page, /\{\{/);
});

Deno.test("renderPage() refuses a page that names a value it was not given", async () => {
  await assert.rejects(renderPage("message", { title: "A" }), /no value for \{\{ text \}\}/);
});
