interface SerializedNode {
  type: number;
  tagName?: string;
  textContent?: unknown;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
}

interface RecordedEvent {
  type: number;
  data: {
    source?: number;
    node?: SerializedNode;
    adds?: { node: SerializedNode }[];
    texts?: { value?: unknown }[];
    attributes?: { attributes: Record<string, unknown> }[];
    text?: unknown;
  };
}

const textNode = 3;

/**
 * Changes what can be read on the page, which are texts and what fields hold, in place: in copies
 * of documents, changes, and input. Names, styles and other attributes stay as the page needs them.
 */
export function changeTexts({ type, data }: RecordedEvent, change: (text: string) => string): void {
  if (type === 2 && data.node) changeNode(data.node, change);
  if (type !== 3) return;
  if (data.source === 5) changeKey(data, "text", change);
  if (data.source !== 0) return;
  for (const { node } of data.adds ?? []) changeNode(node, change);
  for (const text of data.texts ?? []) changeKey(text, "value", change);
  for (const { attributes } of data.attributes ?? []) changeKey(attributes, "value", change);
}

function changeNode(node: SerializedNode, change: (text: string) => string): void {
  if (node.type === textNode) changeKey(node, "textContent", change);
  if (node.attributes) changeKey(node.attributes, "value", change);
  if (node.tagName === "style" || node.tagName === "script") return;
  for (const child of node.childNodes ?? []) changeNode(child, change);
}

function changeKey(of: object, key: string, change: (text: string) => string): void {
  const record = of as Record<string, unknown>;
  const value = record[key];
  if (typeof value === "string") record[key] = change(value);
}
