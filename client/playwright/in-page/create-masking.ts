import type { PageElement, PageGlobals } from "./page-globals.ts";

/**
 * Runs in the page: decides what of an input's value rrweb may record.
 *
 * rrweb itself knows a password field whose type was switched to text only once its observer has
 * been called; here the changes that still wait are asked for each time, so that no moment is between.
 *
 * @param always selects what is masked at every level, with what it contains
 */
export function createMasking(
  { document, MutationObserver }: PageGlobals,
  maskAll: boolean,
  always: string,
): (text: string, element: PageElement) => string {
  const shown = ["button", "submit", "reset", "image", "checkbox", "radio"];
  const passwords = new WeakSet<PageElement>();
  const changes = new MutationObserver(note);
  const attributes = { attributes: true, attributeFilter: ["type"], attributeOldValue: true };
  changes.observe(document, { subtree: true, ...attributes });

  function note(records: { oldValue: string | null; target: PageElement }[]) {
    for (const { oldValue, target } of records) {
      if (oldValue?.toLowerCase() === "password") passwords.add(target);
    }
  }

  function isSelected(element: PageElement): boolean {
    for (let at: PageElement | undefined = element; at; at = at.getRootNode().host) {
      if (at.closest(always)) return true;
    }
    return false;
  }

  return (text, element) => {
    note(changes.takeRecords());
    const type = element.type ?? "";
    if (type === "password") passwords.add(element);
    // Always as long: the length of a secret is none of a viewer's business.
    if (type === "hidden" || passwords.has(element) || isSelected(element)) {
      return text === "" ? "" : "********";
    }
    return maskAll && !shown.includes(type) ? "*".repeat(text.length) : text;
  };
}
