import { type AttributeValue, cleanAttribute } from "./clean-attribute.ts";
import { cleanCss } from "./clean-css.ts";
import { read } from "./read.ts";

type StyleChange = Record<string, string | false | [string, string]>;

/** Changed or recorded attributes, without those that may not be set. */
export function cleanAttributes(value: unknown): Record<string, AttributeValue | StyleChange> {
  const clean: Record<string, AttributeValue | StyleChange> = {};
  for (const [name, recorded] of Object.entries(read.fields(value) ?? {})) {
    // A change of single properties of a style attribute.
    const change = name === "style" ? read.fields(recorded) : null;
    const kept = change ? cleanStyle(change) : cleanAttribute(name, recorded);
    if (kept !== undefined) clean[name] = kept;
  }
  return clean;
}

function cleanStyle(change: Readonly<Record<string, unknown>>): StyleChange {
  const clean: StyleChange = {};
  for (const [property, value] of Object.entries(change)) {
    if (property === "__proto__") continue;
    const [first, priority] = read.list(value);
    if (value === false) clean[property] = false;
    else if (typeof value === "string") clean[property] = cleanCss(value);
    else if (typeof first === "string" && typeof priority === "string") {
      clean[property] = [cleanCss(first), priority];
    }
  }
  return clean;
}
