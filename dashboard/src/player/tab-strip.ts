import { element } from "../shell/element.ts";

/** The recorded browser's tabs, and the address of the page that is shown. */
export class TabStrip {
  readonly root: HTMLElement;
  readonly #tabs = element("div", { class: "tabs", role: "group", "aria-label": "Recorded tabs" });
  readonly #onChoose: (tab: string) => void;
  #shown = "";

  constructor(onChoose: (tab: string) => void) {
    this.#onChoose = onChoose;
    this.root = element("div", { class: "tab-strip" }, this.#tabs);
  }

  show(tabs: readonly string[], current: string): void {
    const shown = JSON.stringify([tabs, current]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.root.hidden = tabs.length < 2;
    this.#tabs.replaceChildren(...tabs.map((tab) =>
      element("button", {
        ...{ type: "button", class: "tab", "aria-pressed": tab === current },
        click: () => this.#onChoose(tab),
      }, tab)
    ));
  }
}
