import type { Chunk } from "../recording/chunk.ts";
import type { Span } from "../recording/chunk-index.ts";

/**
 * The times of chunks that are here, neighbours joined.
 *
 * @param end Until when the last chunk's page stays as it is.
 */
export function bufferedSpans(
  chunks: readonly Chunk[],
  isHere: (chunk: Chunk) => boolean,
  end: number,
): Span[] {
  const spans: Span[] = [];
  let before: Chunk | null = null;
  for (const chunk of chunks) {
    const last = spans.at(-1);
    if (!isHere(chunk)) before = null;
    else if (last && before?.sequence === chunk.sequence - 1) {
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, chunk.to) };
      before = chunk;
    } else {
      spans.push({ from: chunk.from, to: chunk.to });
      before = chunk;
    }
  }
  const last = spans.at(-1);
  const isToEnd = last && before !== null && before === chunks.at(-1);
  return isToEnd ? [...spans.slice(0, -1), { from: last.from, to: end }] : spans;
}
