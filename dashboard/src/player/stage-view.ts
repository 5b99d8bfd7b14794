import { element } from "../shell/element.ts";
import type { StageNote } from "./stage-note.ts";

/** The place on the page where the recorded window is shown, as large as fits. */
export class StageView {
  readonly root: HTMLElement;
  /** Where the stage is put. */
  readonly canvas = element("div", { class: "stage-canvas" });
  readonly #cover = element("div", { class: "stage-cover", hidden: true, role: "status" });
  readonly #observer: ResizeObserver;
  #size = { width: 1280, height: 720 };
  #fillsWidth = false;
  #covering: unknown = null;

  constructor() {
    this.root = element("div", { class: "stage" }, this.canvas, this.#cover);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this.root);
    addEventListener("resize", this.#fit);
    this.#fit();
  }

  resize(width: number, height: number): void {
    this.#size = { width, height };
    this.#fit();
  }

  /** As wide as there is room, even when the page is then higher than the screen; or all of it. */
  fillWidth(fills: boolean): void {
    this.#fillsWidth = fills;
    this.#fit();
  }

  /** Says something over the stage, or nothing any more. */
  note(note: StageNote | null): void {
    this.#put(note?.text ?? null, () => element("p", {}, note?.text ?? ""));
    this.#cover.classList.toggle("stage-cover-hides", note?.hides ?? false);
    this.#cover.classList.toggle("stage-cover-passing", note?.isPassing ?? false);
  }

  /** Says what went wrong, in place of the stage. */
  fail(error: unknown, make: () => HTMLElement): void {
    this.#put(error, make);
    this.#cover.classList.add("stage-cover-hides");
    this.#cover.classList.remove("stage-cover-passing");
  }

  #put(what: unknown, make: () => HTMLElement): void {
    if (what === this.#covering) return;
    this.#covering = what;
    this.#cover.hidden = what === null;
    this.#cover.replaceChildren(...(what === null ? [] : [make()]));
  }

  close(): void {
    this.#observer.disconnect();
    removeEventListener("resize", this.#fit);
  }

  readonly #fit = (): void => {
    const { width, height } = this.#size;
    const across = this.root.clientWidth / width;
    // Below it there is room for the controls, on any screen that has some.
    const down = Math.max(innerHeight - 325, 220) / height;
    const scale = Math.min(across, this.#fillsWidth ? across : down, this.#fillsWidth ? 2 : 1);
    this.canvas.style.width = `${width * scale}px`;
    this.canvas.style.height = `${height * scale}px`;
    this.canvas.style.setProperty("--scale", String(scale));
  };
}
