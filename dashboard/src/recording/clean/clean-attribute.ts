import { cleanCss } from "./clean-css.ts";

/** What rrweb takes as the value of an attribute. */
export type AttributeValue = string | number | boolean | null;

const image = /^\s*data:image\//i;
// Addresses, and what else can load, run, leave the page or take the focus. What the policy and the
// sandbox stop is here too; what they do not stop is dns-prefetch and preconnect (rel).
const gone = new Set(
  [
    "action archive attributionsrc autofocus autoplay cite classid code codebase csp data dynsrc",
    "formaction http-equiv imagesrcset integrity longdesc lowsrc manifest nonce ping profile rel",
    "sandbox srcdoc srcset target usemap",
  ].join(" ").split(" "),
);
const images = new Set(["src", "poster", "background", "rr_dataurl"]);
// What rrweb adds by itself and shows; it also has attributes for media, which are not loaded here.
const added = new Set(["rr_width", "rr_height", "rr_dataurl", "rr_scrollleft", "rr_scrolltop"])
  .add("rr_open_mode");
const addressed = /^(href|src|xlink:href|.*:href)$/;

/**
 * The value with which an attribute of a recorded element may be set; undefined when it may not.
 * Pictures in the recording stay, and references within the page; no other address does.
 */
export function cleanAttribute(name: string, value: unknown): AttributeValue | undefined {
  if (name === "__proto__") return undefined;
  const lower = name.toLowerCase();
  if (lower.startsWith("on") || gone.has(lower)) return undefined;
  if (lower.startsWith("rr_") && !added.has(lower)) return undefined;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string") return undefined;
  if (lower === "style" || lower === "_csstext") return cleanCss(value);
  // An animation could set an address step by step.
  if (lower === "attributename" && addressed.test(value.trim().toLowerCase())) return undefined;
  if (images.has(lower)) return image.test(value) ? value : undefined;
  if (lower === "href" || lower.endsWith(":href")) {
    return value.startsWith("#") || image.test(value) ? value : "#";
  }
  return value;
}
