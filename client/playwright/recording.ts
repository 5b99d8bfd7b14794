import type { BrowserContext, Page } from "playwright-core";
import { HeldBytes } from "./held-bytes.ts";
import type { Parcel, Reply } from "./in-page/create-outbox.ts";
import type { RecordVisualOptions, VisualRun, VisualSummary } from "./options.ts";
import { batchLimits, type PageSettings } from "./page-settings.ts";
import { TabRecording } from "./tab-recording.ts";
import { type SealedBatch, UploadQueue } from "./upload-queue.ts";
import { isPassing } from "./is-passing.ts";
import { within } from "../track/timers.ts";

interface Tab {
  recording: TabRecording;
  uploads: UploadQueue;
  /** When it was asked last for a copy of its document. */
  askedAt: number;
}

const batchBytes = 256 * 1024;
const mebibyte = 1024 * 1024;

/** The runner's side of a recording: a tab for each page, and what is known of them all. */
export class Recording {
  readonly #tabs = new Map<Page, Tab>();
  readonly #held: HeldBytes;
  readonly #ended = new AbortController();
  /** Pages that were asked to wait. */
  readonly #waiting = new Set<Page>();
  readonly #names = Math.random().toString(36).slice(2, 8);
  #taken = { events: 0, bytes: 0 };
  #lost = 0;
  #over = false;

  constructor(
    readonly context: BrowserContext,
    readonly run: VisualRun,
    readonly options: RecordVisualOptions,
    readonly settings: PageSettings,
  ) {
    this.#held = new HeldBytes(options.maxHeldBytes ?? 32 * mebibyte);
  }

  /** What a page sent. */
  receive(page: Page, parcel: Parcel): Reply {
    if (parcel.problem) this.#tell(new Error(`${page.url()} is not recorded: ${parcel.problem}`));
    if (!this.#over) this.#tab(page).recording.receive(parcel);
    const hold = this.#held.full;
    if (hold) this.#waiting.add(page);
    return { hold, stop: this.#over };
  }

  summary(): VisualSummary {
    const spans = [...this.#tabs.values()].map(({ recording }) => recording.span);
    const first = Math.min(...spans.map(([first]) => first));
    const last = Math.max(...spans.map(([, last]) => last));
    const seconds = last > first ? (last - first) / 1000 : 0;
    return { ...this.#taken, seconds, lost_events: this.#lost };
  }

  snapshot(): void {
    for (const page of this.#tabs.keys()) void this.#control(page, "snapshot");
  }

  /** Sends what the process holds, for so many milliseconds at most. */
  async flush(ms: number): Promise<void> {
    this.#seal(false);
    await within(ms, this.#idle());
  }

  /** Fetches what pages still hold, sends all, and gives up what is not sent after so long. */
  async end(ms: number): Promise<VisualSummary> {
    const deadline = Date.now() + ms;
    await within(ms / 2, Promise.all([...this.#tabs.keys()].map((page) => this.#empty(page))));
    this.#over = true;
    this.#seal(true);
    await within(deadline - Date.now(), this.#idle());
    this.#ended.abort();
    await this.#idle();
    return this.summary();
  }

  #seal(final: boolean): void {
    for (const { recording, uploads } of this.#tabs.values()) {
      recording.seal(final);
      uploads.hurry();
    }
  }

  async #idle(): Promise<void> {
    await Promise.all([...this.#tabs.values()].map(({ uploads }) => uploads.idle()));
  }

  #tab(page: Page): Tab {
    const known = this.#tabs.get(page);
    if (known) return known;
    const tab = `${this.#tabs.size + 1}-${this.#names}`;
    const uploads = new UploadQueue({
      ...{ held: this.#held, signal: this.#ended.signal, firstPause: 500 },
      send: (batch, signal) => this.#send(tab, batch, signal),
      isPassing: (error) => isPassing(error, this.#taken.events === 0),
      failed: (error) => this.#tell(error),
      refused: (error) => this.#refused(page, error),
      dropped: (count) => void (this.#lost += count),
      taken: ({ count, bytes }, { snapshot_wanted }) => {
        this.#taken = { events: this.#taken.events + count, bytes: this.#taken.bytes + bytes };
        if (snapshot_wanted) this.#ask(page);
        if (this.#held.roomy) this.#resume();
      },
    });
    const { quality = "standard", batchSeconds = 2 } = this.options;
    const recording = new TabRecording({
      ...{ maskAll: this.settings.maskAll, batchMs: batchSeconds * 1000, batchBytes },
      limitBytes: batchLimits[quality],
      redact: (value) => this.run.redact ? this.run.redact(value) : value,
      redactParts: (text) => this.run.redactParts ? this.run.redactParts(text) : text,
      push: (batch) => uploads.push(batch),
      lost: (count, why) => {
        this.#lost += count;
        if (why) this.#tell(why);
      },
    });
    const made: Tab = { recording, uploads, askedAt: 0 };
    this.#tabs.set(page, made);
    page.once("close", () => recording.seal(true));
    page.once("crash", () => recording.seal(true));
    return made;
  }

  #send(tab: string, { count: _, text, ...batch }: SealedBatch, signal: AbortSignal) {
    const { session_id, user_id, client } = this.run;
    const events = text === "" ? [] : text.split("\n").map((line) => JSON.parse(line));
    const whose = { session_id: session_id ?? "", ...(user_id ? { user_id } : {}) };
    return client.recordVisualEvents({ ...whose, tab, ...batch, events }, {
      signal,
      retry: false,
    });
  }

  #refused(page: Page, error: unknown): void {
    this.#tell(error);
    const { status } = error as { status?: unknown };
    // The session has ended, is full or is not there: no other batch will be taken.
    if ([403, 404, 409, 413, 507].includes(Number(status))) this.#over = true;
    else this.#ask(page);
  }

  #ask(page: Page): void {
    const tab = this.#tab(page);
    // The answers to batches that are on their way will want it, too.
    if (Date.now() - tab.askedAt < 5000) return;
    tab.askedAt = Date.now();
    void this.#control(page, "snapshot");
  }

  #resume(): void {
    for (const page of this.#waiting) void this.#control(page, "resume");
    this.#waiting.clear();
  }

  /** Fetches what a page still holds; one that is just being left is asked again. */
  async #empty(page: Page): Promise<void> {
    for (let attempt = 0; attempt < 3 && !page.isClosed(); attempt++) {
      const parcels = await this.#control(page, "stop");
      if (!Array.isArray(parcels)) continue;
      for (const parcel of parcels) this.receive(page, parcel);
      return;
    }
  }

  async #control(page: Page, method: "snapshot" | "resume" | "stop"): Promise<unknown> {
    const control = `globalThis[${JSON.stringify(this.settings.name)}]`;
    // A page that is being left, has crashed or is gone has nothing to tell.
    return await page.evaluate(`${control}?.${method}?.() ?? null`).catch(() => null);
  }

  #tell(error: unknown): void {
    try {
      this.options.onError?.(error);
    } catch {
      // What the caller does with errors must not end the recording.
    }
  }
}
