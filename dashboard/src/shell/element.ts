type Property = string | number | boolean | null | undefined | ((event: Event) => void);
type Child = Node | string | null | false | undefined;

/**
 * Makes an element. Properties that are functions listen to the event of their name, the others are
 * attributes: true sets one without a value, false and null set none. Text is always text.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Readonly<Record<string, Property>>,
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (name.startsWith("aria-") && typeof value === "boolean") {
      made.setAttribute(name, String(value));
    } else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, String(value));
    }
  }
  made.append(...children.filter((child) => typeof child === "string" || child instanceof Node));
  return made;
}
