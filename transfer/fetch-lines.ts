import { createHash, type Hash } from "node:crypto";
import type { RuntrailClient, RuntrailInput } from "../client/mod.ts";
import { type FileEnd, splitEnd } from "./split-end.ts";
import { writeAll } from "./write-all.ts";

/** What to fetch. */
export interface LinesWanted {
  readonly format: "csv" | "ndjson" | "flat";
  readonly input: Omit<RuntrailInput<"exportExecutions">, "format" | "gzip" | "after">;
  /** Told how many executions have come, at least. */
  readonly onProgress: (rows: number) => void;
}

// A part that arrives cut off or damaged is asked for again, from its beginning.
const ATTEMPTS = 5;

/**
 * Writes the lines of an export to an empty file, over as many answers as it takes.
 *
 * @returns what an end for the whole says
 */
export async function fetchLines(
  client: RuntrailClient,
  file: Deno.FsFile,
  { format, input, onProgress }: LinesWanted,
): Promise<FileEnd> {
  let whole = createHash("sha256");
  let [rows, size, failures] = [0, 0, 0];
  let after: string | undefined;
  for (;;) {
    const { body } = await client.exportExecutions({ ...input, after, format });
    const hash = whole.copy();
    const part = await writePart(file, body, hash, (lines) => onProgress(rows + lines));
    const { end } = part;
    if (end === null || end.error || end.sha256 !== part.sha256) {
      if (++failures >= ATTEMPTS) {
        throw new Error(end?.error?.message ?? "The export arrived cut off or damaged too often.");
      }
      await file.truncate(size);
      await file.seek(size, Deno.SeekMode.Start);
      continue;
    }
    [whole, failures] = [hash, 0];
    rows += end.rows;
    size += part.size;
    onProgress(rows);
    if (end.after === null) return { ...end, rows, sha256: whole.digest("hex") };
    after = end.after;
  }
}

async function writePart(
  file: Deno.FsFile,
  body: ReadableStream<Uint8Array>,
  whole: Hash,
  onLines: (lines: number) => void,
): Promise<{ end: FileEnd | null; sha256: string; size: number }> {
  const own = createHash("sha256");
  const pieces = splitEnd(body);
  let [size, lines] = [0, 0];
  for (;;) {
    const next = await pieces.next().catch(() => null);
    if (next === null || next.done) {
      return { end: next?.value ?? null, sha256: own.digest("hex"), size };
    }
    for (const hash of [whole, own]) hash.update(next.value);
    await writeAll(file, next.value);
    size += next.value.length;
    for (const byte of next.value) if (byte === 0x0a) lines++;
    onLines(lines);
  }
}
