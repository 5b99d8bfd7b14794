import type { Recording } from "../recording/recording.ts";
import { nextChunks } from "./next-chunks.ts";
import type { StageListener } from "./stage.ts";
import { StageWindow } from "./stage-window.ts";

// A window with more than this is given up for one that begins at the next copy of the page.
const mostBytes = 64 * 1024 * 1024;

/** Keeps the part of the recording on the stage that is wanted, and loads ahead. */
export class StageKeeper {
  readonly #recording: Recording;
  readonly #root: HTMLElement;
  readonly #listener: StageListener;
  #window: StageWindow | null = null;
  #isLoading = false;

  constructor(recording: Recording, root: HTMLElement, listener: StageListener) {
    this.#recording = recording;
    this.#root = root;
    this.#listener = listener;
  }

  get window(): StageWindow | null {
    return this.#window;
  }

  /** When the chunk begins that comes after what is on the stage; null when none does. */
  get nextChunkAt(): number | null {
    const { index, isListed } = this.#recording;
    const last = this.#window?.last;
    if (!last) return null;
    const next = index.after(last)?.from;
    // Before all is listed, there may be one that is not.
    return next ?? (isListed ? null : last.to);
  }

  /** Whether a moment can be shown at once. */
  holds(tab: string, at: number): boolean {
    const window = this.#window;
    if (!window || window.tab !== tab || at < window.from) return false;
    return at <= window.to || this.nextChunkAt === null;
  }

  /** Puts what shows a moment on a new stage, unless something else is wanted by then. */
  async open(tab: string, at: number, speed: number, isWanted: () => boolean): Promise<void> {
    await this.#recording.listMoment(at);
    const window = await StageWindow.open(this.#recording, tab, at, {
      ...{ root: this.#root, speed, listener: this.#listener, isWanted },
    });
    if (!isWanted()) return window?.stage.close();
    this.close();
    this.#window = window;
  }

  /**
   * The copy of the page from which a new window takes over, when this one is full and that copy
   * comes next; else null.
   */
  get takeOverAt(): number | null {
    if ((this.#window?.bytes ?? 0) < mostBytes) return null;
    const last = this.#window?.last;
    return last ? this.#recording.index.after(last)?.snapshotAt ?? null : null;
  }

  /** Loads what comes next: to the stage up to a time, and beyond it as far as there is room. */
  async loadAhead(until: number): Promise<void> {
    const window = this.#window;
    if (!window || this.#isLoading) return;
    this.#isLoading = true;
    try {
      if (window.to < until && this.takeOverAt === null) await window.extend();
      else await this.#fetchAhead(window);
    } finally {
      this.#isLoading = false;
    }
  }

  async #fetchAhead(window: StageWindow): Promise<void> {
    const { index, loader } = this.#recording;
    let last = window.last;
    while (last && loader.has(last)) last = index.after(last);
    // What is not here yet, from the last that is.
    const wanted = last ? [last, ...nextChunks(index, last)] : [];
    const size = wanted.reduce((sum, { storedBytes }) => sum + storedBytes, 0);
    if (wanted.length > 0 && size <= loader.room) await loader.load(wanted);
  }

  close(): void {
    this.#window?.stage.close();
    this.#window = null;
  }
}
