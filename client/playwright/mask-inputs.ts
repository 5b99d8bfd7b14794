interface SerializedNode {
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
}

interface RecordedEvent {
  type: number;
  data: { source?: number; node?: SerializedNode; adds?: { node: SerializedNode }[] };
}

const shown = ["button", "submit", "reset", "image", "checkbox", "radio"];
const alwaysMasked = /cc-|one-time-code|password/i;

/**
 * Masks, once more, what inputs hold in copies of documents and in added nodes. rrweb masks the
 * value that an input has, and leaves the one in the page's source when the input has been emptied.
 */
export function maskInputs({ type, data }: RecordedEvent, maskAll: boolean): void {
  if (type === 2 && data.node) maskNode(data.node, maskAll);
  if (type === 3 && data.source === 0) {
    for (const { node } of data.adds ?? []) maskNode(node, maskAll);
  }
}

function maskNode({ tagName, attributes, childNodes }: SerializedNode, maskAll: boolean): void {
  if (attributes && (tagName === "input" || tagName === "textarea")) {
    const type = String(attributes.type ?? "").toLowerCase();
    const secret = type === "password" || type === "hidden" ||
      "data-rr-is-password" in attributes ||
      "data-runtrail-mask" in attributes ||
      alwaysMasked.test(String(attributes.autocomplete ?? ""));
    if (typeof attributes.value === "string" && (secret || maskAll && !shown.includes(type))) {
      attributes.value = attributes.value.replace(/[^*]/g, "*");
    }
  }
  for (const child of childNodes ?? []) maskNode(child, maskAll);
}
