import { Buffer } from "node:buffer";

/** What the last line of an exported file says. */
export interface FileEnd {
  readonly rows: number;
  readonly sha256: string;
  readonly snapshot: string;
  readonly after: string | null;
  readonly error?: { readonly code: string; readonly message: string };
}

// Longer than the last line gets: it lists the transactions that went on at the beginning.
const HELD_BACK = 64 * 1024;

/**
 * Passes on the bytes of an exported file of lines but for its last line, which it returns; null when
 * the file has no such end.
 */
export async function* splitEnd(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, FileEnd | null> {
  let held = Buffer.alloc(0);
  for await (const piece of pieces) {
    held = Buffer.concat([held, piece]);
    const ready = held.length - HELD_BACK;
    if (ready <= 0) continue;
    yield held.subarray(0, ready);
    held = Buffer.from(held.subarray(ready));
  }
  const text = held.toString("latin1").trimEnd();
  const start = text.lastIndexOf("\n") + 1;
  const end = endIn(Buffer.from(text.slice(start), "latin1").toString());
  const content = end ? held.subarray(0, start) : held;
  if (content.length > 0) yield content;
  return end;
}

function endIn(line: string): FileEnd | null {
  try {
    return line.startsWith("# {") ? JSON.parse(line.slice(2)) : JSON.parse(line).export ?? null;
  } catch {
    return null;
  }
}
