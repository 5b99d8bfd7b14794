import type { Span } from "../recording/chunk-index.ts";
import { element } from "../shell/element.ts";
import { format } from "../shell/format.ts";
import type { Mark } from "./marks.ts";
import { trackPointer } from "./track-pointer.ts";

/** What the seek bar shows. */
export interface SeekBarView {
  span: Span;
  time: number;
  marks: readonly Mark[];
  gaps: readonly Span[];
  buffered: readonly Span[];
  /** What happens at the time, for those who listen. */
  caption: string | null;
}

/** The bar that shows where in the recording the replay is, and takes it elsewhere. */
export class SeekBar {
  readonly root: HTMLElement;
  readonly #track = element("div", { class: "seek-track" });
  readonly #marks = element("div", { class: "seek-marks" });
  readonly #played = element("div", { class: "seek-played" });
  readonly #thumb = element("div", { class: "seek-thumb" });
  readonly #bubble = element("div", { class: "seek-bubble", hidden: true });
  #view: SeekBarView | null = null;
  #drawn: readonly unknown[] = [];

  constructor(onSeek: (at: number) => void) {
    // The keys of a slider that are not the player's.
    const seconds: Record<string, number> = {
      ArrowUp: 5,
      ArrowDown: -5,
      PageUp: 30,
      PageDown: -30,
    };
    this.root = element(
      "div",
      { class: "seek", role: "slider", tabindex: 0, "aria-label": "Time", "aria-valuemin": 0 },
      this.#track,
      this.#played,
      this.#marks,
      this.#thumb,
      this.#bubble,
    );
    this.root.addEventListener("keydown", (event) => {
      const { span, time } = this.#view ?? {};
      const move = seconds[event.key];
      if (move === undefined || !span || time === undefined) return;
      event.preventDefault();
      onSeek(Math.min(Math.max(time + move * 1000, span.from), span.to));
    });
    trackPointer(this.root, {
      onPoint: (place) => this.#point(place),
      onChoose: (place) => onSeek(this.#nearest(place)?.at ?? this.#at(place)),
    });
  }

  show(view: SeekBarView): void {
    this.#view = view;
    const { span, time, marks, gaps, buffered, caption } = view;
    const played = share(span, time);
    this.#played.style.width = `${played * 100}%`;
    this.#thumb.style.left = `${played * 100}%`;
    const total = span.to - span.from;
    const said = `${format.spoken(time - span.from)} of ${format.spoken(total)}`;
    this.root.setAttribute("aria-valuemax", String(Math.floor(total / 1000)));
    this.root.setAttribute("aria-valuenow", String(Math.floor((time - span.from) / 1000)));
    this.root.setAttribute("aria-valuetext", caption ? `${said}, ${caption}` : said);
    const drawn = [marks, ...[...gaps, ...buffered].flatMap(({ from, to }) => [from, to]), total];
    if (drawn.length === this.#drawn.length && drawn.every((v, i) => v === this.#drawn[i])) return;
    this.#drawn = drawn;
    this.#track.replaceChildren(
      ...buffered.map((part) => stretch("seek-buffered", span, part)),
      ...gaps.map((part) => stretch("seek-gap", span, part)),
    );
    this.#marks.replaceChildren(
      ...marks.map(({ place, kind }) =>
        element("span", { class: `mark mark-${kind}`, style: `left: ${place * 100}%` })
      ),
    );
  }

  #at(place: number): number {
    const { from, to } = this.#view?.span ?? { from: 0, to: 0 };
    return from + place * (to - from);
  }

  /** A mark is hit from a little beside it, too. */
  #nearest(place: number): Mark | null {
    const reach = 6 / Math.max(this.root.clientWidth, 1);
    const near = (this.#view?.marks ?? []).filter((mark) => Math.abs(mark.place - place) <= reach);
    return near.sort((a, b) => Math.abs(a.place - place) - Math.abs(b.place - place))[0] ?? null;
  }

  #point(place: number | null): void {
    this.#bubble.hidden = place === null || this.#view === null;
    if (place === null || this.#view === null) return;
    const { span } = this.#view;
    const mark = this.#nearest(place);
    const time = format.clock((mark?.at ?? this.#at(place)) - span.from);
    const more = mark && mark.count > 1 ? ` and ${mark.count - 1} more` : "";
    this.#bubble.textContent = mark ? `${time}  ${mark.text}${more}` : time;
    this.#bubble.style.left = `${Math.min(Math.max(place, 0.06), 0.94) * 100}%`;
  }
}

function share({ from, to }: Span, at: number): number {
  return Math.min(Math.max((at - from) / Math.max(to - from, 1), 0), 1);
}

function stretch(name: string, span: Span, part: Span): HTMLElement {
  const [left, right] = [share(span, part.from), share(span, part.to)];
  const style = `left: ${left * 100}%; width: ${(right - left) * 100}%`;
  return element("span", { class: name, style });
}
