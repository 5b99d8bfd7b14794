import { cleanCss } from "./clean-css.ts";
import { read } from "./read.ts";

type Data = Record<string, unknown>;

/** A change of style sheets; null when it is none. */
export function cleanStyleChange(data: Readonly<Data>): Data | null {
  const { source } = data;
  const [id, styleId] = [read.id(data.id), read.id(data.styleId)];
  const of = { source, ...(id !== null && { id }), ...(styleId !== null && { styleId }) };
  switch (source) {
    case 8:
      return {
        ...of,
        adds: read.each(data.adds, rule),
        removes: read.each(data.removes, (value) => {
          const index = place(read.fields(value)?.index);
          return index === null ? null : { index };
        }),
        ...whole(data, "replace"),
        ...whole(data, "replaceSync"),
      };
    case 13: {
      const index = place(data.index);
      return Array.isArray(index) ? { ...of, index, ...declaration(data) } : null;
    }
    case 15:
      return id === null ? null : {
        ...of,
        styleIds: read.each(data.styleIds, read.id),
        styles: read.each(data.styles, (value) => {
          const style = read.fields(value);
          const styleId = read.id(style?.styleId);
          return styleId === null ? null : { styleId, rules: read.each(style?.rules, rule) };
        }),
      };
    default:
      return null;
  }
}

function rule(value: unknown) {
  const added = read.fields(value);
  const text = read.text(added?.rule);
  const index = place(added?.index);
  return text === null ? null : { rule: cleanCss(text), ...(index !== null && { index }) };
}

/** The place of a rule: a number, or one for each rule that it is nested in. */
function place(value: unknown): number | number[] | null {
  if (!Array.isArray(value)) return read.id(value);
  const numbers = read.each(value, read.id);
  return numbers.length > 0 && numbers.length === value.length ? numbers : null;
}

function whole(data: Readonly<Data>, name: "replace" | "replaceSync"): Data {
  const text = read.text(data[name]);
  return text === null ? {} : { [name]: cleanCss(text) };
}

function declaration(data: Readonly<Data>): Data {
  const [set, remove] = [read.fields(data.set), read.fields(data.remove)];
  const [property, gone] = [read.text(set?.property), read.text(remove?.property)];
  const [value, priority] = [read.text(set?.value), read.text(set?.priority) ?? undefined];
  return {
    ...(property && value !== null && { set: { property, value: cleanCss(value), priority } }),
    ...(gone && { remove: { property: gone } }),
  };
}
