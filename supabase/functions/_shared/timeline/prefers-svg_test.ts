import assert from "node:assert/strict";
import { prefersSvg } from "./prefers-svg.ts";

const svg = [
  "image/svg+xml",
  "IMAGE/SVG+XML",
  "image/*",
  "image/svg+xml, */*;q=0.8",
  "application/json;q=0.5, image/svg+xml;q=0.6",
  "*/*, application/json;q=0",
  "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
];

const json = [
  null,
  "",
  "*/*",
  "application/json",
  "application/json, image/svg+xml",
  "image/svg+xml;q=0.5, application/json",
  "image/svg+xml;q=0",
  "image/svg+xml;q=0, image/*",
  "image/svg+xml;q=2",
  "text/html,application/xml;q=0.9,*/*;q=0.8",
  "text/html",
];

for (const accept of svg) {
  Deno.test(`prefersSvg() is true for ${accept}`, () => assert.equal(prefersSvg(accept), true));
}

for (const accept of json) {
  Deno.test(`prefersSvg() is false for ${accept}`, () => assert.equal(prefersSvg(accept), false));
}
