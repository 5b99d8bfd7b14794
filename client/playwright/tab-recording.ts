import { Buffer } from "node:buffer";
import type { Parcel } from "./in-page/create-outbox.ts";
import { changeTexts } from "./change-texts.ts";
import { maskInputs } from "./mask-inputs.ts";
import type { SealedBatch } from "./upload-queue.ts";

/** How a tab's events become batches. */
export interface TabOptions {
  maskAll: boolean;
  batchMs: number;
  /** A batch of so many bytes is sent at once; no batch has more than the limit. */
  batchBytes: number;
  limitBytes: number;
  redact(value: unknown): unknown;
  redactParts(text: string): string;
  push(batch: SealedBatch): void;
  /** Events that never came (why is null) or cannot be stored. */
  lost(count: number, why: unknown): void;
}

interface RecordedEvent {
  type: number;
  timestamp: number;
  data: Record<string, unknown>;
}

/** A document in the tab, as far as it has arrived. */
interface Progress {
  batches: number;
  events: number;
}

// Types of events: the page has loaded, and where a copy of a document begins.
const [load, meta] = [1, 4];

/** Puts the events of one tab in order, knows which are missing, and cuts them into batches. */
export class TabRecording {
  readonly #documents = new Map<string, Progress>();
  #current = "";
  #lines: string[] = [];
  #bytes = 0;
  /** Whether the open batch has more than the news that a page has loaded. */
  #changed = false;
  #sequence = 0;
  /** Events made in the tab before the open batch, lost ones included. */
  #offset = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;
  /** When the first and the last event happened. */
  span: [first: number, last: number] = [Infinity, -Infinity];

  constructor(readonly options: TabOptions) {}

  /** Takes what a document sent; what it sent before already is passed over. */
  receive({ doc, made, batches, ended }: Parcel): void {
    if (this.#ended) return;
    const known = this.#documents.get(doc);
    const progress = known ?? { batches: 0, events: 0 };
    if (!known) {
      this.#documents.set(doc, progress);
      this.#current = doc;
    }
    for (const { n, first, count, text } of batches) {
      if (n <= progress.batches) continue;
      this.#skip(first - progress.events, null);
      // What is found when the tab comes back to a site, after it showed another, comes too late.
      if (doc !== this.#current) this.#skip(count, null);
      else for (const line of text.split("\n")) this.#add(line);
      Object.assign(progress, { batches: n, events: first + count });
    }
    if (!ended) return;
    this.#skip(made - progress.events, null);
    progress.events = Math.max(progress.events, made);
  }

  /** Sends what there is. */
  seal(final: boolean): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const count = this.#lines.length;
    if (this.#ended || count === 0 && !final) return;
    // A tab in which nothing happened has nothing to end.
    if (count > 0 || this.#offset > 0) {
      this.options.push({
        ...{ sequence: this.#sequence++, event_offset: this.#offset, final, count },
        text: this.#lines.join("\n"),
      });
    }
    this.#offset += count;
    this.#ended = final;
    [this.#lines, this.#bytes, this.#changed] = [[], 0, false];
  }

  /** Events are missing here: the next batch begins after the gap. */
  #skip(count: number, why: unknown): void {
    if (count <= 0) return;
    this.seal(false);
    this.#offset += count;
    this.options.lost(count, why);
  }

  #add(line: string): void {
    const { batchMs, batchBytes, limitBytes } = this.options;
    let event: RecordedEvent;
    try {
      event = this.#clean(JSON.parse(line));
    } catch (error) {
      return this.#skip(1, error);
    }
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > limitBytes) return this.#skip(1, new Error(`An event takes ${bytes} bytes.`));
    // Whoever seeks to a copy of the document fetches from the batch that begins with it.
    const begins = event.type === meta && this.#changed;
    if (begins || this.#bytes + bytes > limitBytes) this.seal(false);
    this.#lines.push(text);
    this.#bytes += bytes;
    this.#changed ||= event.type > load;
    const [first, last] = this.span;
    this.span = [Math.min(first, event.timestamp), Math.max(last, event.timestamp)];
    if (this.#bytes >= batchBytes) this.seal(false);
    else this.#timer ??= setTimeout(() => this.seal(false), batchMs);
  }

  #clean(event: RecordedEvent): RecordedEvent {
    maskInputs(event, this.options.maskAll);
    const clean = this.options.redact(event) as RecordedEvent;
    changeTexts(clean, this.options.redactParts);
    return clean;
  }
}
