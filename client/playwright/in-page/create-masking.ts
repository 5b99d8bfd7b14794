import type { PageElement, PageGlobals, PageMutation } from "./page-globals.ts";

/**
 * Runs in the page: decides what of an input's value rrweb may record.
 *
 * rrweb itself knows a password field whose type was switched to text only once its observer has
 * been called; here the changes that still wait are asked for each time, so that no moment is between.
 *
 * @param always selects what is masked at every level, with what it contains
 * @param watch calls back with what changes in shadow roots and frames, before rrweb is told of it
 */
export function createMasking(
  { document, MutationObserver }: PageGlobals,
  maskAll: boolean,
  always: string,
  watch: (seen: (changes: PageMutation[]) => void) => void,
): (text: string, element: PageElement) => string {
  const shown = ["button", "submit", "reset", "image", "checkbox", "radio"];
  const passwords = new WeakSet<PageElement>();
  const changes = new MutationObserver(note);
  const attributes = { attributes: true, attributeFilter: ["type"], attributeOldValue: true };
  changes.observe(document, { subtree: true, ...attributes });
  watch(note);

  function note(records: PageMutation[]) {
    for (const { attributeName, oldValue, target } of records) {
      if (attributeName === "type" && oldValue?.toLowerCase() === "password") passwords.add(target);
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
