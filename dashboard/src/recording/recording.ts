import { ChunkIndex, type Span } from "./chunk-index.ts";
import { ChunkLoader } from "./chunk-loader.ts";
import type { ChunksAnswer, RecordingSource } from "./recording-source.ts";

const keptBytes = 48 * 1024 * 1024;
const longestEndMs = 120_000;

/** One recording as far as it is known here. */
export class Recording {
  readonly index = new ChunkIndex();
  readonly loader: ChunkLoader;
  readonly #source: RecordingSource;
  #latest: ChunksAnswer | null = null;
  #isListed = false;
  #listedMoment: number | null = null;
  /** The last arrival up to which every chunk is listed. */
  #listedUpTo = 0;
  #listing: Promise<void> | null = null;

  constructor(source: RecordingSource) {
    this.#source = source;
    this.loader = new ChunkLoader(source, keptBytes);
  }

  /** What the API said last about the session; null before it has said anything. */
  get latest(): ChunksAnswer | null {
    return this.#latest;
  }

  /** Whether every chunk that had arrived at some time is listed, and not only those of a moment. */
  get isListed(): boolean {
    return this.#isListed;
  }

  /**
   * From its first event to its last, and on to the end of the run if that was soon: what waits for
   * something that does not come ends with a page on which nothing happens. Null without events.
   */
  get span(): Span | null {
    const { first_event_at: first, last_event_at: last, completed_at } = this.#latest ?? {};
    if (!first || !last) return null;
    const to = Date.parse(last);
    const end = completed_at ? Math.min(Date.parse(completed_at), to + longestEndMs) : to;
    return { from: Date.parse(first), to: Math.max(to, end) };
  }

  /** Lists what a moment needs, unless it is listed: one request, however long the recording. */
  async listMoment(at: number): Promise<void> {
    const moment = Math.max(at, this.span?.from ?? 0);
    if (this.#isListed || moment === this.#listedMoment) return;
    this.#take(await this.#source.chunks({ from: new Date(moment).toISOString() }));
    this.#listedMoment = Math.max(moment, this.span?.from ?? 0);
  }

  /** Lists everything that has arrived and is not listed yet. */
  listNew(): Promise<void> {
    return this.#listing ??= this.#listAll().finally(() => this.#listing = null);
  }

  async #listAll(): Promise<void> {
    for (let isTruncated = true; isTruncated;) {
      const answer = await this.#source.chunks({ after: this.#listedUpTo });
      this.#take(answer);
      isTruncated = answer.truncated;
      // An answer that is cut has those that arrived first.
      this.#listedUpTo = isTruncated
        ? answer.chunks.reduce((most, { arrival }) => Math.max(most, arrival), this.#listedUpTo)
        : answer.last_arrival;
    }
    this.#isListed = true;
  }

  #take(answer: ChunksAnswer): void {
    this.#latest = answer;
    this.index.add(answer);
  }
}
