import { cleanAttributes } from "./clean-attributes.ts";
import { cleanNode } from "./clean-node.ts";
import { read } from "./read.ts";

/** A change of the document: nodes that came, went, or have other texts and attributes. */
export function cleanMutation(data: Readonly<Record<string, unknown>>) {
  return {
    adds: read.each(data.adds, (value) => {
      const add = read.fields(value);
      const [parentId, node] = [read.id(add?.parentId), cleanNode(add?.node, 0)];
      if (parentId === null || !node) return null;
      const [nextId, previousId] = [read.id(add?.nextId), read.id(add?.previousId)];
      return { parentId, nextId, ...(previousId !== null && { previousId }), node };
    }),
    removes: read.each(data.removes, (value) => {
      const remove = read.fields(value);
      const [parentId, id] = [read.id(remove?.parentId), read.id(remove?.id)];
      if (parentId === null || id === null) return null;
      return { parentId, id, ...(remove?.isShadow === true && { isShadow: true }) };
    }),
    texts: read.each(data.texts, (value) => {
      const text = read.fields(value);
      const id = read.id(text?.id);
      return id === null ? null : { id, value: read.text(text?.value) };
    }),
    attributes: read.each(data.attributes, (value) => {
      const change = read.fields(value);
      const id = read.id(change?.id);
      return id === null ? null : { id, attributes: cleanAttributes(change?.attributes) };
    }),
  };
}
