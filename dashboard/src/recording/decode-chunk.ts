import type { Chunk } from "./chunk.ts";
import { type CleanEvent, cleanEvent } from "./clean/clean-event.ts";
import { createBreather } from "./create-breather.ts";

// The API takes no larger batch.
const mostBytes = 16 * 1024 * 1024;

/** What is in a chunk. */
export interface DecodedChunk {
  readonly events: CleanEvent[];
  /** Whether a part of it could not be read. */
  readonly isDamaged: boolean;
}

/**
 * Unpacks a chunk and cleans its events, with pauses in which the page can do other things. What
 * cannot be read is left out: a recording with a bad chunk still shows the rest.
 */
export async function decodeChunk(
  bytes: Uint8Array<ArrayBuffer>,
  { from, to }: Chunk,
): Promise<DecodedChunk> {
  const events: CleanEvent[] = [];
  const breathe = createBreather();
  let isDamaged = false;
  try {
    for await (const line of lines(bytes)) {
      await breathe();
      const event = decode(line);
      if (event === undefined) isDamaged = true;
      // The index says when the chunk is from; an event from elsewhere would bend the time line.
      else if (event) {
        events.push({ ...event, timestamp: Math.min(Math.max(event.timestamp, from), to) });
      }
    }
  } catch {
    isDamaged = true;
  }
  return { events: events.sort((a, b) => a.timestamp - b.timestamp), isDamaged };
}

/** Null when the event shows nothing, undefined when the line is no event. */
function decode(line: string): CleanEvent | null | undefined {
  try {
    return cleanEvent(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function* lines(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<string> {
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(unpacked.pipeThrough(atMost(mostBytes))).text();
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    const line = text.slice(from, end === -1 ? undefined : end);
    if (line !== "") yield line;
    from += line.length + 1;
  }
}

/** Passes bytes through, and fails when there are more than may be. */
function atMost(most: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new TransformStream({
    transform(part, controller) {
      size += part.byteLength;
      if (size > most) throw new Error("A chunk is longer than any can be.");
      controller.enqueue(part);
    },
  });
}
