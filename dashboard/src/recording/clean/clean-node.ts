import type { AttributeValue } from "./clean-attribute.ts";
import { cleanAttributes } from "./clean-attributes.ts";
import { cleanCss } from "./clean-css.ts";
import { cleanTagName } from "./clean-tag-name.ts";
import { read } from "./read.ts";

/** A recorded node that rrweb can build. */
export interface CleanNode {
  type: number;
  id: number;
  rootId?: number;
  tagName?: string;
  childNodes?: CleanNode[];
  [field: string]: unknown;
}

// As deep as an HTML parser goes. A browser may fail when it lays out what is much deeper.
const deepest = 512;
// Shown where a picture was that is not in the recording.
const noPicture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='24' " +
  "height='24'%3E%3Crect width='24' height='24' rx='2' fill='%23888' fill-opacity='.22'/%3E%3C/svg%3E";

/** A recorded node and what is in it, made anew from what is known; null when it is none. */
export function cleanNode(value: unknown, depth: number): CleanNode | null {
  const node = read.fields(value);
  const id = read.id(node?.id);
  if (!node || id === null || depth > deepest) return null;
  const rootId = read.id(node.rootId);
  const common = { id, ...(rootId !== null && { rootId }), ...shadow(node) };
  const textContent = read.text(node.textContent) ?? "";
  switch (node.type) {
    case 0: {
      const childNodes = children(node, depth);
      const quirks = node.compatMode === "BackCompat" && childNodes.length > 0;
      return { type: 0, ...common, childNodes, ...(quirks && { compatMode: "BackCompat" }) };
    }
    case 1: // Names that are none would make rrweb throw, and all doctypes in use are this one.
      return { type: 1, ...common, name: "html", publicId: "", systemId: "" };
    case 2:
      return { type: 2, ...common, ...element(node, depth) };
    case 3:
    case 4: // CDATA cannot be made in an HTML document.
      return { type: 3, ...common, ...text(textContent, node.isStyle === true) };
    case 5:
      return { type: 5, ...common, textContent };
    default:
      return null;
  }
}

function shadow(node: Readonly<Record<string, unknown>>) {
  return {
    ...(node.isShadow === true && { isShadow: true }),
    ...(node.isShadowHost === true && { isShadowHost: true }),
  };
}

function text(textContent: string, isStyle: boolean) {
  return isStyle ? { isStyle, textContent: cleanCss(textContent) } : { textContent };
}

function children(node: Readonly<Record<string, unknown>>, depth: number): CleanNode[] {
  return read.each(node.childNodes, (child) => cleanNode(child, depth + 1));
}

function element(node: Readonly<Record<string, unknown>>, depth: number) {
  const isSVG = node.isSVG === true;
  const tagName = cleanTagName(node.tagName, isSVG);
  const attributes = cleanAttributes(node.attributes);
  if (tagName === "img" && !("src" in attributes) && !("rr_dataURL" in attributes)) {
    const recorded = read.fields(node.attributes);
    if (recorded?.src || recorded?.srcset) attributes.src = noPicture satisfies AttributeValue;
  }
  if (tagName !== "a" && tagName !== "area") dropEmptied(attributes);
  if (tagName === "meta" && attributes.name === "color-scheme") attributes.content = "light";
  const isCustom = node.isCustom === true && tagName.includes("-");
  return {
    ...{ tagName, attributes, childNodes: children(node, depth) },
    ...(isSVG && { isSVG }),
    ...(isCustom && { isCustom }),
  };
}

/** Addresses that were taken away keep the look of links; elsewhere they would be loaded. */
function dropEmptied(attributes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === "#" && /^(.*:)?href$/i.test(name)) delete attributes[name];
  }
}
