import type { Chunk } from "../recording/chunk.ts";
import type { ChunkIndex } from "../recording/chunk-index.ts";

const [mostChunks, mostBytes] = [16, 512 * 1024];

/** What follows a chunk, as much as is worth one request. */
export function nextChunks(index: ChunkIndex, last: Chunk | null): Chunk[] {
  const chunks: Chunk[] = [];
  let size = 0;
  for (let next = last && index.after(last); next; next = index.after(next)) {
    size += next.storedBytes;
    if (chunks.length === mostChunks || (chunks.length > 0 && size > mostBytes)) break;
    chunks.push(next);
  }
  return chunks;
}
