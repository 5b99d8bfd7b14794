import { element } from "../shell/element.ts";
import { format } from "../shell/format.ts";
import { icon } from "../shell/icon.ts";
import type { PlaybackState } from "./playback-state.ts";

/** What the buttons do. */
export interface TransportActions {
  toggle(): void;
  speed(speed: number): void;
  skipIdle(skips: boolean): void;
  follow(): void;
  fillWidth(fills: boolean): void;
}

/** Speeds that can be chosen. */
export const speeds: readonly number[] = [0.5, 1, 2, 4, 8, 16];

/** Buttons below the seek bar. */
export class Transport {
  readonly root: HTMLElement;
  readonly #play: HTMLButtonElement;
  readonly #time = element("span", { class: "clock" });
  readonly #speed: HTMLSelectElement;
  readonly #skip: HTMLButtonElement;
  readonly #live: HTMLButtonElement;
  #shown = "";

  constructor(on: TransportActions) {
    const button = (name: string, click: () => void, ...content: (Node | string)[]) =>
      element("button", { type: "button", class: name, click }, ...content);
    this.#play = button("button-play", on.toggle, icon("play"));
    this.#skip = button(
      "toggle",
      () => on.skipIdle(this.#skip.getAttribute("aria-pressed") !== "true"),
      "Skip idle",
    );
    this.#live = button("toggle toggle-live", on.follow, "Live");
    this.#speed = element(
      "select",
      { "aria-label": "Speed", change: () => on.speed(Number(this.#speed.value)) },
      ...speeds.map((speed) => new Option(`${speed}×`, String(speed))),
    );
    const fit = button("toggle", () => {
      const fills = fit.getAttribute("aria-pressed") !== "true";
      fit.setAttribute("aria-pressed", String(fills));
      on.fillWidth(fills);
    }, "Full width");
    fit.setAttribute("aria-pressed", "false");
    this.root = element(
      "div",
      { class: "transport", role: "group", "aria-label": "Playback" },
      this.#play,
      this.#time,
      element("span", { class: "spacer" }),
      this.#live,
      this.#skip,
      fit,
      this.#speed,
    );
  }

  show(state: PlaybackState, from: number, to: number, isLive: boolean): void {
    const { isPlaying, isFollowing, skipsIdle, speed, time } = state;
    const clock = `${format.clock(time - from)} / ${format.clock(to - from)}`;
    const shown = JSON.stringify([isPlaying, isFollowing, skipsIdle, speed, clock, isLive]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#time.textContent = clock;
    if (this.#play.ariaLabel !== (isPlaying ? "Pause" : "Play")) {
      this.#play.ariaLabel = isPlaying ? "Pause" : "Play";
      this.#play.replaceChildren(icon(isPlaying ? "pause" : "play"));
    }
    this.#skip.setAttribute("aria-pressed", String(skipsIdle));
    this.#live.hidden = !isLive;
    this.#live.setAttribute("aria-pressed", String(isFollowing));
    this.#speed.value = String(speed);
  }
}
