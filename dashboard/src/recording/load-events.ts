import type { Chunk } from "./chunk.ts";
import type { CleanEvent } from "./clean/clean-event.ts";
import { decodeChunk } from "./decode-chunk.ts";
import type { Recording } from "./recording.ts";

/** The events of chunks of one tab, in order; tells when some of them could not be read. */
export async function loadEvents(
  { loader }: Recording,
  chunks: readonly Chunk[],
  onDamage: () => void,
): Promise<CleanEvent[]> {
  const events: CleanEvent[] = [];
  const loaded = await loader.load(chunks);
  for (const [index, chunk] of chunks.entries()) {
    const bytes = loaded[index];
    if (!bytes) continue;
    const decoded = await decodeChunk(bytes, chunk);
    if (decoded.isDamaged) onDamage();
    events.push(...decoded.events);
  }
  return events;
}
