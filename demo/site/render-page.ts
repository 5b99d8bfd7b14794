/** Markup that is inserted as it is. Everything else is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = string | number | Markup | Markup[];

/** Markup with every inserted value escaped, unless it is markup itself. */
export function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  return new Markup(parts.reduce((text, part, i) => text + toText(values[i - 1] ?? "") + part));
}

const dir = new URL("pages/", import.meta.url);

/**
 * One page of the site: `pages/<name>.html` inside `pages/layout.html`, with `{{ key }}` replaced.
 *
 * @throws Error when the page names a key that has no value: a mistake in the page.
 */
export async function renderPage(name: string, values: Record<string, Value>): Promise<string> {
  const content = fill(await Deno.readTextFile(new URL(`${name}.html`, dir)), values);
  const layout = await Deno.readTextFile(new URL("layout.html", dir));
  return fill(layout, { account: "", ...values, content: new Markup(content) });
}

function fill(text: string, values: Record<string, Value>): string {
  return text.replace(/\{\{ ?(\w+) ?\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`The page has no value for {{ ${key} }}.`);
    return toText(value);
  });
}

function toText(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(toText).join("");
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return String(value).replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
