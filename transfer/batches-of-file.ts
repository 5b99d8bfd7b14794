import { createHash } from "node:crypto";
import { parse } from "csv-parse";
import { fileFormat } from "./file-format.ts";
import { readFile } from "./read-file.ts";
import { splitEnd } from "./split-end.ts";

/** A part of a file as one request takes it. */
export interface FileBatch {
  readonly type: "text/csv" | "application/x-ndjson";
  readonly body: string;
  readonly rows: number;
  /** Of its first row in the file, from 1. */
  readonly first: number;
}

const ROWS = 500;
const CHARACTERS = 4 * 1024 * 1024;

/**
 * Verifies the end of a file that an export has written.
 *
 * @returns how many rows it says there are; null when the file has no end, as one from elsewhere
 * @throws Error when the file is not what was written
 */
export async function verifyFile(path: string): Promise<number | null> {
  const hash = createHash("sha256");
  const pieces = splitEnd(readFile(path));
  for (;;) {
    const { done, value } = await pieces.next();
    if (!done) hash.update(value);
    else if (value === null) return null;
    else if (value.after === null && value.sha256 === hash.digest("hex")) return value.rows;
    else throw new Error(`${path} is damaged, or not whole: its end does not fit it.`);
  }
}

/** The rows of a file, CSV or lines of JSON, in batches. */
export async function* batchesOfFile(path: string): AsyncGenerator<FileBatch, void> {
  const isCsv = fileFormat(path).format === "csv";
  const type = isCsv ? "text/csv" : "application/x-ndjson";
  let [head, first, size] = ["", 1, 0];
  let rows: string[] = [];
  const batch = (): FileBatch => ({ type, body: head + rows.join(""), rows: rows.length, first });
  for await (const row of isCsv ? recordsOf(path) : linesOf(path)) {
    if (isCsv && head === "") {
      head = row;
      continue;
    }
    if (rows.length === ROWS || (rows.length > 0 && size + row.length > CHARACTERS)) {
      yield batch();
      first += rows.length;
      [rows, size] = [[], 0];
    }
    rows.push(row);
    size += row.length;
  }
  if (rows.length > 0) yield batch();
}

/** Everything but the end of a file, as text. */
async function* textOf(path: string): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const bytes of splitEnd(readFile(path))) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

async function* linesOf(path: string): AsyncGenerator<string, void> {
  let begun = "";
  for await (const text of textOf(path)) {
    const lines = (begun + text).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines) {
      if (line === '{"executions":[') {
        throw new Error(
          `${path} is one list: export CSV or lines of JSON (.ndjson) to import them.`,
        );
      }
      if (line.trim() !== "") yield `${line}\n`;
    }
  }
  if (begun.trim() !== "") yield `${begun}\n`;
}

/** Records as they stand in the file: a record may have line breaks inside. */
async function* recordsOf(path: string): AsyncGenerator<string, void> {
  const parser = parse({ raw: true, bom: true, skip_empty_lines: true });
  const fed = (async () => {
    for await (const text of textOf(path)) {
      if (!parser.write(text)) await new Promise((drained) => parser.once("drain", drained));
    }
    parser.end();
  })().catch((error) => parser.destroy(error));
  for await (const { raw } of parser as AsyncIterable<{ raw: string }>) {
    yield raw.endsWith("\n") ? raw : `${raw}\n`;
  }
  await fed;
}
