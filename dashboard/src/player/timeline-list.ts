import { element } from "../shell/element.ts";
import { format } from "../shell/format.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

const filters = ["All", "Steps", "Errors"] as const;

/** Steps and log beside the player; what happens at the moment is marked and in sight. */
export class TimelineList {
  readonly root: HTMLElement;
  readonly #list = element("ol", { class: "timeline-list" });
  readonly #onChoose: (at: number) => void;
  #entries: readonly TimelineEntry[] = [];
  #shown: readonly { entry: TimelineEntry; row: HTMLElement }[] = [];
  #filter: typeof filters[number] = "All";
  #start = 0;
  #current: HTMLElement | null = null;

  constructor(onChoose: (at: number) => void) {
    this.#onChoose = onChoose;
    const buttons = filters.map((name) =>
      element("button", {
        type: "button",
        "aria-pressed": name === this.#filter,
        click: (event) => {
          for (const button of buttons) button.setAttribute("aria-pressed", "false");
          (event.currentTarget as HTMLElement).setAttribute("aria-pressed", "true");
          this.#filter = name;
          this.#draw();
        },
      }, name)
    );
    this.root = element(
      "aside",
      { class: "timeline", "aria-label": "Steps and log" },
      element(
        "div",
        { class: "timeline-head" },
        element("h2", {}, "Steps and log"),
        element("div", { class: "segments", role: "group", "aria-label": "Show" }, ...buttons),
      ),
      this.#list,
    );
  }

  /** @param start When the recording begins, from which times are told. */
  show(entries: readonly TimelineEntry[], start: number): void {
    if (entries === this.#entries && start === this.#start) return;
    this.#entries = entries;
    this.#start = start;
    this.#draw();
  }

  /** Marks what happened last at a time; it is scrolled to when it is another. */
  mark(time: number): void {
    const current = this.#shown.findLast(({ entry }) => entry.at !== null && entry.at <= time + 50);
    const row = current?.row ?? null;
    if (row === this.#current) return;
    this.#current?.removeAttribute("aria-current");
    row?.setAttribute("aria-current", "true");
    this.#current = row;
    if (row) this.#scrollTo(row);
  }

  /** Within the list only: the page stays where the reader has it. */
  #scrollTo(row: HTMLElement): void {
    const { clientHeight, scrollTop } = this.#list;
    const top = row.offsetTop - this.#list.offsetTop;
    if (top >= scrollTop && top + row.offsetHeight <= scrollTop + clientHeight) return;
    this.#list.scrollTop = top - clientHeight / 3;
  }

  #draw(): void {
    const wanted = this.#entries.filter(({ kind, level }) =>
      this.#filter === "All" || (this.#filter === "Steps" ? kind === "step" : level === "error")
    );
    this.#shown = wanted.map((entry) => ({ entry, row: this.#row(entry) }));
    const rows = this.#shown.map(({ row }) => row);
    const nothing = element("li", { class: "timeline-none" }, "Nothing to show.");
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [nothing]));
    this.#current = null;
  }

  #row(entry: TimelineEntry): HTMLElement {
    const { kind, at, text, level, depth, outcome, ms, problem } = entry;
    const time = at === null ? "" : format.clock(at - this.#start);
    return element(
      "li",
      { class: `entry entry-${kind} level-${level}`, style: `--depth: ${depth}` },
      element(
        "button",
        { type: "button", disabled: at === null, click: () => at !== null && this.#onChoose(at) },
        element("span", { class: "entry-time" }, time),
        element(
          "span",
          { class: "entry-text" },
          text,
          level === "error" && element("span", { class: "sr" }, " (error)"),
          problem && element("span", { class: "entry-problem" }, problem),
        ),
        ms !== null && element("span", { class: "entry-length" }, format.duration(ms)),
        outcome === "running" && element("span", { class: "entry-length" }, "running"),
      ),
    );
  }
}
