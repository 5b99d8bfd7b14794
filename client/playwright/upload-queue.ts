import { Buffer } from "node:buffer";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { background } from "../track/timers.ts";
import type { HeldBytes } from "./held-bytes.ts";
import type { VisualBatchAnswer } from "./options.ts";

/** Events of one tab that are sent, stored and fetched together. */
export interface SealedBatch {
  sequence: number;
  event_offset: number;
  final: boolean;
  /** How many events. */
  count: number;
  /** One event per line. */
  text: string;
}

/** A batch as it waits. */
type Waiting = Omit<SealedBatch, "text"> & { bytes: number; packed: Uint8Array };

/** What a queue needs of its surroundings. */
export interface UploadQueueOptions {
  held: HeldBytes;
  /** Milliseconds before the second attempt; each next waits twice as long. */
  firstPause: number;
  /** Ends all attempts. */
  signal: AbortSignal;
  send(batch: SealedBatch, signal: AbortSignal): Promise<VisualBatchAnswer>;
  taken(batch: { count: number; bytes: number }, answer: VisualBatchAnswer): void;
  /** The API will not take this batch. */
  refused(error: unknown): void;
  /** Whether another attempt may succeed. */
  isPassing(error: unknown): boolean;
  /** These events will not be sent. */
  dropped(count: number): void;
  /** An attempt failed that will be repeated. */
  failed(error: unknown): void;
}

const [longestPause, longestAttempt] = [10_000, 30_000];

/**
 * Sends the batches of one tab, one at a time and in order, again and again until each is answered.
 * What is sent again is the same, so the API knows it.
 */
export class UploadQueue {
  readonly #waiting: Promise<Waiting>[] = [];
  #working: Promise<void> | undefined;
  #hurried = new AbortController();
  /** When the last attempt began. */
  #since = 0;

  constructor(readonly options: UploadQueueOptions) {}

  push(batch: SealedBatch): void {
    const { text, ...rest } = batch;
    const bytes = Buffer.byteLength(text);
    const { held } = this.options;
    held.add(bytes);
    const packing = promisify(gzip)(text).then((packed) => {
      held.add(packed.length - bytes);
      return { ...rest, bytes, packed };
    });
    this.#waiting.push(packing);
    this.#working ??= this.#work().finally(() => this.#working = undefined);
  }

  /** Little time is left: tries again what waits, or has no answer once it was tried for a second. */
  hurry(): void {
    const since = this.#since;
    const left = since + 1000 - Date.now();
    if (left > 0) {
      background(left, () => since === this.#since && this.hurry());
      return;
    }
    this.#hurried.abort(new Error("There was no answer."));
    this.#hurried = new AbortController();
  }

  /** Fulfilled once nothing waits. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    const { held, signal, taken, refused, dropped } = this.options;
    for (; this.#waiting.length > 0; this.#waiting.shift()) {
      const batch = await this.#waiting[0]!;
      try {
        signal.throwIfAborted();
        const answer = await this.#insist(batch);
        held.remove(batch.packed.length);
        taken(batch, answer);
      } catch (error) {
        held.remove(batch.packed.length);
        dropped(batch.count);
        if (!signal.aborted) refused(error);
      }
    }
  }

  async #insist({ packed, bytes: _, ...batch }: Waiting): Promise<VisualBatchAnswer> {
    const { signal, send, failed, isPassing, firstPause } = this.options;
    for (let pause = firstPause;; pause = Math.min(2 * pause, longestPause)) {
      const text = (await promisify(gunzip)(packed)).toString();
      this.#since = Date.now();
      const hurried = AbortSignal.any([signal, this.#hurried.signal]);
      try {
        return await send({ ...batch, text }, withTimeout(hurried, longestAttempt));
      } catch (error) {
        if (signal.aborted || !isPassing(error)) throw error;
        failed(error);
        const wanted = 1000 * Number((error as { retryAfter?: unknown }).retryAfter ?? 0);
        const ms = Math.max(wanted, pause * (0.5 + Math.random()));
        await delay(ms, undefined, { signal: hurried }).catch(() => signal.throwIfAborted());
        if (hurried.aborted) pause = firstPause;
      }
    }
  }
}

function withTimeout(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
