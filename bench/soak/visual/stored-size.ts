import { gzipSync } from "node:zlib";
import { readRecording } from "../../../demo/read-recording.ts";
import type { VisualStack } from "./visual-stack.ts";

/** What a recording takes, beside the same events in one piece. */
export interface StoredSize {
  events: number;
  /** Of the events, a line each, uncompressed. */
  bytes: number;
  /** Of all chunks, each compressed by itself, as they are stored. */
  stored: number;
  /** Of the same lines in the same order, compressed as one stream at the same level. */
  inOneStream: number;
  chunks: number;
}

/** Reads a whole recording, and compresses it once more in one piece. */
export async function storedSize(
  { client }: VisualStack,
  session_id: string,
): Promise<StoredSize> {
  const { tabs } = await client.visualChunks({ session_id });
  const size: StoredSize = { events: 0, bytes: 0, stored: 0, inOneStream: 0, chunks: 0 };
  for (const { tab, stored_bytes, chunks } of tabs) {
    const { events } = await readRecording(client, session_id, { tab });
    const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
    size.events += events.length;
    size.bytes += Buffer.byteLength(lines);
    size.stored += stored_bytes;
    size.inOneStream += gzipSync(lines).length;
    size.chunks += chunks;
  }
  return size;
}
