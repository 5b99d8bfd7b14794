import { Replayer } from "rrweb";
import type { CleanEvent } from "../recording/clean/clean-event.ts";
import { guardReplayer } from "./guard-replayer.ts";

type ReplayerEvent = Extract<ConstructorParameters<typeof Replayer>[0][number], object>;

/** What a stage tells. */
export interface StageListener {
  /** The recorded window has this size from now on. */
  onSize(width: number, height: number): void;
  /** Something in the recording could not be shown. */
  onTrouble(): void;
}

/** Shows a stretch of events, from a copy of the whole page on. Times are ms since 1970. */
export class Stage {
  readonly #replayer: Replayer;
  readonly #first: number;
  #isPlaying = false;
  #at: number;

  private constructor(replayer: Replayer, first: number) {
    this.#replayer = replayer;
    this.#first = first;
    this.#at = first;
  }

  /**
   * The frame of the recording has no permission to run scripts and takes neither clicks nor the
   * keyboard; the page's policy holds in it too.
   *
   * @param events At least one, in order.
   */
  static async open(
    root: HTMLElement,
    events: readonly CleanEvent[],
    speed: number,
    listener: StageListener,
  ): Promise<Stage> {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const replayer = new Replayer(toReplayer(events), {
      root,
      speed,
      // The end of what is loaded is not the end: rrweb would forget there how far it has come.
      liveMode: true,
      triggerFocus: false,
      UNSAFE_replayCanvas: false,
      mouseTail: still ? false : { strokeStyle: "#2f8f7b" },
      showWarning: false,
    });
    guardReplayer(replayer, listener.onTrouble);
    replayer.on("resize", (size) => {
      const { width, height } = size as { width: number; height: number };
      listener.onSize(width, height);
    });
    replayer.iframe.title = "Recorded page";
    replayer.iframe.tabIndex = -1;
    replayer.wrapper.inert = true;
    // rrweb sets the size of the first page a moment later; seeking before that would lose another.
    await new Promise((resolve) => setTimeout(resolve, 0));
    return new Stage(replayer, events[0]?.timestamp ?? 0);
  }

  get time(): number {
    return this.#isPlaying ? this.#first + this.#replayer.getCurrentTime() : this.#at;
  }

  /** Shows a moment; what happened exactly then has happened. */
  seek(at: number, isPlaying: boolean): void {
    // rrweb shows what was before a time.
    const offset = Math.max(at - this.#first, 0) + 1;
    this.#at = at;
    this.#isPlaying = isPlaying;
    if (isPlaying) this.#replayer.play(offset);
    else this.#replayer.pause(offset);
  }

  play(): void {
    if (!this.#isPlaying) this.seek(this.#at, true);
  }

  pause(): void {
    if (!this.#isPlaying) return;
    this.#at = this.time;
    this.#isPlaying = false;
    this.#replayer.pause();
  }

  /** More events, which come after those that are there. */
  add(events: readonly CleanEvent[]): void {
    for (const event of toReplayer(events)) this.#replayer.addEvent(event);
  }

  setSpeed(speed: number): void {
    this.#replayer.setConfig({ speed });
  }

  close(): void {
    this.#replayer.destroy();
  }
}

/** Cleaned events have the shape of their kind: clean-event.ts makes them so. */
function toReplayer(events: readonly CleanEvent[]): ReplayerEvent[] {
  return events as unknown[] as ReplayerEvent[];
}
