import { Buffer } from "node:buffer";
import { inflated } from "../inflated.ts";

/** A chunk as SQL gives it. */
export interface StoredChunk {
  readonly tab: string;
  readonly sequence: number;
  /** Size of the lines. */
  readonly bytes: number;
  /** Gzip of lines of JSON, in base64. */
  readonly content: string;
}

/**
 * The events of a chunk as lines that name tab and sequence, some lines at a time. An event is not
 * parsed: what the recorder sent comes out as it was. A chunk that is not what it says it is (SQL cannot
 * look inside) ends with a line that says so.
 */
export async function* chunkLines(chunk: StoredChunk): AsyncGenerator<string> {
  const { tab, sequence, bytes, content } = chunk;
  const start = JSON.stringify({ tab, sequence }).slice(0, -1);
  const wrapped = (lines: readonly string[]) =>
    lines.filter(Boolean).map((line) => `${start},"event":${line}}\n`).join("");
  const stream = inflated(new Blob([Buffer.from(content, "base64")]).stream(), "gzip")
    .pipeThrough(atMost(bytes)).pipeThrough(new TextDecoderStream());
  let begun: string[] = [];
  try {
    for await (const text of stream) {
      const [first = "", ...others] = text.split("\n");
      begun.push(first);
      const next = others.pop();
      if (next === undefined) continue;
      yield wrapped([begun.join(""), ...others]);
      begun = [next];
    }
    yield wrapped([begun.join("")]);
  } catch {
    yield `${start},"unreadable":true}\n`;
  }
}

function atMost(limit: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let size = 0;
  return new TransformStream({
    transform(piece, controller) {
      size += piece.length;
      if (size > limit) controller.error(new RangeError(`more than ${limit} bytes`));
      else controller.enqueue(piece);
    },
  });
}
