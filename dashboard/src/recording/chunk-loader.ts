import type { Chunk } from "./chunk.ts";
import { contiguousRuns } from "./contiguous-runs.ts";
import type { RecordingSource } from "./recording-source.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Fetches chunks, several in one request, and keeps them, compressed, within a bound. */
export class ChunkLoader {
  readonly #source: RecordingSource;
  readonly #mostBytes: number;
  // In the order of their last use: the first is the next to go.
  readonly #kept = new Map<string, { bytes: Promise<Bytes>; size: number; isThere: boolean }>();
  #size = 0;

  constructor(source: RecordingSource, mostBytes: number) {
    this.#source = source;
    this.#mostBytes = mostBytes;
  }

  /** Whether a chunk is here already. */
  has(chunk: Chunk): boolean {
    return this.#kept.get(keyOf(chunk))?.isThere ?? false;
  }

  /** How many more bytes can be kept without letting go of others. */
  get room(): number {
    return this.#mostBytes - this.#size;
  }

  /** The compressed bytes of chunks of one tab, in their order. */
  async load(chunks: readonly Chunk[]): Promise<Bytes[]> {
    for (const run of contiguousRuns(chunks.filter((chunk) => !this.#kept.has(keyOf(chunk))))) {
      this.#fetch(run);
    }
    const loading = chunks.map((chunk) => this.#use(keyOf(chunk)));
    this.#letGo(new Set(chunks.map(keyOf)));
    return await Promise.all(loading);
  }

  #fetch(run: readonly Chunk[]): void {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last) return;
    const whole = this.#source.bytes(first.tab, first.sequence, last.sequence);
    let from = 0;
    for (const chunk of run) {
      const at = from;
      const key = keyOf(chunk);
      const bytes = whole.then((all) => all.slice(at, at + chunk.storedBytes));
      const kept = { bytes, size: chunk.storedBytes, isThere: false };
      this.#kept.set(key, kept);
      this.#size += kept.size;
      // What failed is asked for again the next time.
      bytes.then(() => kept.isThere = true, () => this.#remove(key));
      from += chunk.storedBytes;
    }
  }

  #use(key: string): Promise<Bytes> {
    const kept = this.#kept.get(key);
    if (!kept) return Promise.reject(new Error(`${key} is not being loaded.`));
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.bytes;
  }

  #letGo(except: ReadonlySet<string>): void {
    for (const key of this.#kept.keys()) {
      if (this.room >= 0) return;
      if (!except.has(key)) this.#remove(key);
    }
  }

  #remove(key: string): void {
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

function keyOf({ tab, sequence }: Chunk): string {
  return `${sequence} ${tab}`;
}
