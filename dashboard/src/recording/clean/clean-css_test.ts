import assert from "node:assert/strict";
import { cleanCss } from "./clean-css.ts";

Deno.test("cleanCss() takes out what would be loaded, and leaves what is in the recording", () => {
  const css = `@import "https://a.example/x.css"; @import url(//b.example/y);
    a { background: url(https://c.example/z.png) } b { background: URL( 'z.png' ) }
    @font-face { src: url("f.woff2") format("woff2") }
    i { background: url(data:image/png;base64,AA==); fill: url(#gradient); mask: url("#m") }`;
  const clean = cleanCss(css);
  assert.doesNotMatch(clean, /example|z\.png|f\.woff2|@import/);
  assert.match(
    clean,
    /url\(data:image\/png;base64,AA==\); fill: url\(#gradient\); mask: url\("#m"\)/,
  );
});

Deno.test("cleanCss() shows a page as light as it was, however dark the reader's screen is", () => {
  const css = "@media (prefers-color-scheme: dark) and (min-width: 9px) { a { color: red } }";
  assert.equal(cleanCss(css), "@media (width < 0px) and (min-width: 9px) { a { color: red } }");
  assert.equal(cleanCss("@media (prefers-color-scheme:light){}"), "@media (width >= 0px){}");
  assert.equal(cleanCss(":root { color-scheme: light dark }"), ":root { color-scheme: light }");
  assert.equal(cleanCss(":root { color-scheme: dark }"), ":root { color-scheme: dark }");
});
