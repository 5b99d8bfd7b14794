import type { Chunk } from "../recording/chunk.ts";
import { loadEvents } from "../recording/load-events.ts";
import type { Recording } from "../recording/recording.ts";
import { type Address, addressesIn } from "./addresses-in.ts";
import { firstAfter } from "./first-after.ts";
import { nextChunks } from "./next-chunks.ts";
import { type FrameSize, pairCopies } from "./pair-copies.ts";
import { Stage, type StageListener } from "./stage.ts";
import { withStart } from "./with-start.ts";

// Until the recording says how large its window is.
const usual: FrameSize = { width: 1280, height: 720 };

/** The part of a recording that is on the stage: chunks of one tab, from a copy of the page on. */
export class StageWindow {
  readonly tab: string;
  readonly stage: Stage;
  readonly #recording: Recording;
  readonly #listener: StageListener;
  #chunks: readonly Chunk[];
  #times: readonly number[];
  #size: FrameSize;
  #addresses: readonly Address[];

  private constructor(
    recording: Recording,
    stage: Stage,
    listener: StageListener,
    chunks: readonly Chunk[],
    addresses: readonly Address[],
    { events, size }: ReturnType<typeof pairCopies>,
  ) {
    this.#recording = recording;
    this.#listener = listener;
    this.stage = stage;
    this.tab = chunks[0]?.tab ?? "";
    this.#chunks = chunks;
    this.#times = events.map(({ timestamp }) => timestamp);
    this.#size = size;
    this.#addresses = addresses;
  }

  /** Loads what a moment needs and puts it on a new stage; null when the tab has nothing at all. */
  static async open(
    recording: Recording,
    tab: string,
    at: number,
    to: { root: HTMLElement; speed: number; listener: StageListener; isWanted(): boolean },
  ): Promise<StageWindow | null> {
    const chunks = recording.index.needed(tab, at);
    const [first] = chunks;
    if (!first) return null;
    const events = await loadEvents(recording, chunks, to.listener.onTrouble);
    // Meanwhile another moment may have been asked for.
    if (!to.isWanted()) return null;
    const started = withStart(events, recording.span?.from ?? first.from);
    const paired = pairCopies(started, usual);
    const stage = await Stage.open(to.root, paired.events, to.speed, to.listener);
    const addresses = addressesIn(started);
    return new StageWindow(recording, stage, to.listener, chunks, addresses, paired);
  }

  get from(): number {
    return this.#chunks[0]?.from ?? 0;
  }

  /** Until when everything is on the stage. */
  get to(): number {
    return this.#chunks.reduce((most, { to }) => Math.max(most, to), 0);
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get last(): Chunk | null {
    return this.#chunks.at(-1) ?? null;
  }

  /** The address of the page that is shown at a time; null when it is not known. */
  address(time: number): string | null {
    return this.#addresses.findLast(({ at }) => at <= time)?.href || null;
  }

  /** The next event on the stage after a time. */
  nextEvent(at: number): number | null {
    return firstAfter(this.#times, at);
  }

  /** Puts what comes next on the stage; false when nothing does. */
  async extend(): Promise<boolean> {
    const chunks = nextChunks(this.#recording.index, this.last);
    if (chunks.length === 0) return false;
    const decoded = await loadEvents(this.#recording, chunks, this.#listener.onTrouble);
    const { events, size } = pairCopies(decoded, this.#size);
    this.#size = size;
    this.#addresses = [...this.#addresses, ...addressesIn(decoded)];
    this.#chunks = [...this.#chunks, ...chunks];
    this.#times = [...this.#times, ...events.map(({ timestamp }) => timestamp)];
    this.stage.add(events);
    return true;
  }
}
