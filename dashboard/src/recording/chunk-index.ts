import type { Chunk } from "./chunk.ts";
import type { ChunksAnswer } from "./recording-source.ts";

/** A stretch of time, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Tab {
  readonly chunks: Chunk[];
  missing: readonly (readonly number[])[];
  span: Span;
}

/** What is known of the chunks of a recording: all of them, or so far only some. */
export class ChunkIndex {
  readonly #tabs = new Map<string, Tab>();

  /** Names of the tabs, in the order of their first events. */
  get tabs(): string[] {
    const byBegin = [...this.#tabs].sort(([, a], [, b]) => a.span.from - b.span.from);
    return byBegin.map(([name]) => name);
  }

  add(answer: ChunksAnswer): void {
    for (const { tab, missing_sequences, first_event_at, last_event_at } of answer.tabs) {
      // A tab can end without having had an event, and so can a chunk: its number ends the tab.
      if (first_event_at === null || last_event_at === null) continue;
      const span = { from: Date.parse(first_event_at), to: Date.parse(last_event_at) };
      const known = this.#tabs.get(tab);
      if (known) Object.assign(known, { missing: missing_sequences, span });
      else this.#tabs.set(tab, { chunks: [], missing: missing_sequences, span });
    }
    for (const listed of answer.chunks) {
      const chunks = this.#tabs.get(listed.tab)?.chunks;
      const chunk = toChunk(listed);
      if (chunks && chunk) insert(chunks, chunk);
    }
  }

  /** The chunks of a tab in the order of the recorder. */
  of(tab: string): readonly Chunk[] {
    return this.#tabs.get(tab)?.chunks ?? [];
  }

  /** From the first to the last event of a tab. */
  span(tab: string): Span | null {
    return this.#tabs.get(tab)?.span ?? null;
  }

  /** Exactly the chunks that show a tab at a moment: from the last whole copy of the page on. */
  needed(tab: string, at: number): readonly Chunk[] {
    const chunks = this.of(tab);
    const last = chunks.findLastIndex(({ from }) => from <= at);
    if (last === -1) return chunks.slice(0, 1);
    const hasCopy = ({ snapshotAt }: Chunk) => snapshotAt !== null && snapshotAt <= at;
    const first = chunks.slice(0, last + 1).findLastIndex(hasCopy);
    return chunks.slice(Math.max(first, 0), last + 1);
  }

  /** The chunk after this one, wherever its number. */
  after({ tab, sequence }: Chunk): Chunk | null {
    return this.of(tab).find((chunk) => chunk.sequence > sequence) ?? null;
  }

  /** When a tab was being recorded and the chunks of that time are not there. */
  gaps(tab: string): Span[] {
    const { chunks = [], missing = [] } = this.#tabs.get(tab) ?? {};
    return missing.flatMap(([first = 0, last = 0]) => {
      const before = chunks.find(({ sequence }) => sequence === first - 1);
      const behind = chunks.find(({ sequence }) => sequence === last + 1);
      return before && behind ? [{ from: before.to, to: behind.from }] : [];
    });
  }
}

function insert(chunks: Chunk[], chunk: Chunk): void {
  const before = chunks.findLastIndex(({ sequence }) => sequence <= chunk.sequence);
  const isKnown = chunks[before]?.sequence === chunk.sequence;
  chunks.splice(isKnown ? before : before + 1, isKnown ? 1 : 0, chunk);
}

function toChunk(listed: ChunksAnswer["chunks"][number]): Chunk | null {
  const { tab, sequence, arrival, events, bytes, stored_bytes: storedBytes } = listed;
  const { first_event_at, last_event_at, snapshot_at } = listed;
  if (first_event_at === null || last_event_at === null) return null;
  return {
    ...{ tab, sequence, arrival, events, bytes, storedBytes },
    from: Date.parse(first_event_at),
    to: Date.parse(last_event_at),
    snapshotAt: snapshot_at === null ? null : Date.parse(snapshot_at),
  };
}
