import { read } from "./read.ts";

const name = /^[a-z][a-z0-9]*([-_.][a-z0-9]+)*$/i;
// Hidden in a replay: they run, load, or change what addresses mean.
const hidden = new Set(["script", "base", "embed", "applet", "portal", "fencedframe", "frame"]);
const notCustom = /^(annotation-xml|color-profile|missing-glyph|font-face(-\w+)?)$/;

/** The name with which a recorded element is built. */
export function cleanTagName(recorded: unknown, isSVG: boolean): string {
  // An element may have a prefix; what it does is in its own name.
  const tagName = (read.text(recorded) ?? "").split(":").at(-1) ?? "";
  const lower = tagName.toLowerCase();
  // rrweb looks names up in plain objects.
  if (!name.test(tagName) || tagName in Object.prototype || notCustom.test(lower)) return "div";
  if (hidden.has(lower)) return "noscript";
  if (lower === "object") return "div";
  return isSVG ? tagName : lower;
}
