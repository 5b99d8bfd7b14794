import { element } from "../shell/element.ts";

/** The recorded browser's tabs, and the address of the page that is shown. */
export class TabStrip {
  readonly root: HTMLElement;
  readonly #tabs = element("div", { class: "tabs", role: "group", "aria-label": "Recorded tabs" });
  readonly #address = element("span", { class: "address" });
  readonly #onChoose: (tab: string) => void;
  #shown = "";

  constructor(onChoose: (tab: string) => void) {
    this.#onChoose = onChoose;
    this.root = element("div", { class: "tab-strip" }, this.#tabs, this.#address);
  }

  /** @param address Text of the recording; it is shown as text and leads nowhere. */
  show(tabs: readonly string[], current: string, address: string | null): void {
    const shown = JSON.stringify([tabs, current, address]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.root.hidden = tabs.length < 2 && !address;
    this.#tabs.hidden = tabs.length < 2;
    this.#address.textContent = address ?? "";
    this.#address.title = address ?? "";
    this.#tabs.replaceChildren(...tabs.map((tab, index) =>
      element("button", {
        ...{ type: "button", class: "tab", title: tab, "aria-pressed": tab === current },
        click: () => this.#onChoose(tab),
      }, `Tab ${index + 1}`)
    ));
  }
}
