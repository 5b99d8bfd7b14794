import type { Chunk } from "./chunk.ts";

const mostBytes = 16 * 1024 * 1024;

/**
 * Chunks that follow each other without a gap in their numbers, together: what one request brings.
 * With a gap between them, a chunk that has arrived late could be in an answer unexpectedly.
 */
export function contiguousRuns(chunks: readonly Chunk[]): Chunk[][] {
  const runs: Chunk[][] = [];
  let size = 0;
  for (const chunk of chunks) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    size += chunk.storedBytes;
    const follows = before?.tab === chunk.tab && before.sequence + 1 === chunk.sequence;
    if (run && follows && size <= mostBytes) run.push(chunk);
    else {
      runs.push([chunk]);
      size = chunk.storedBytes;
    }
  }
  return runs;
}
