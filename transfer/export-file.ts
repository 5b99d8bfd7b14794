import type { RuntrailClient } from "../client/mod.ts";
import type { Content } from "../supabase/functions/_shared/export/pages.ts";
import { parquetFile } from "../supabase/functions/_shared/export/parquet-file.ts";
import { textFile } from "../supabase/functions/_shared/export/text-file.ts";
import { textFormats } from "../supabase/functions/_shared/export/text-formats.ts";
import { fetchLines, type LinesWanted } from "./fetch-lines.ts";
import { fileFormat } from "./file-format.ts";
import type { FileEnd } from "./split-end.ts";
import { writeAll } from "./write-all.ts";

/** What to write. */
export interface FileExport extends Omit<LinesWanted, "format"> {
  readonly path: string;
}

// Which lines each format is made of.
const linesOf = { csv: "csv", json: "ndjson", ndjson: "ndjson", parquet: "flat" } as const;

/**
 * Writes an export to a file of the format that its name tells, with one end for the whole. What is not
 * whole does not bear the file's name.
 *
 * @returns how many executions it holds
 */
export async function exportFile(client: RuntrailClient, wanted: FileExport): Promise<number> {
  const { path, ...rest } = wanted;
  const { format, gzip } = fileFormat(path);
  const isLines = !gzip && (format === "csv" || format === "ndjson");
  // What is made of all lines is made when they are here: an answer that breaks off is asked for again.
  const fetched = isLines ? `${path}.part` : `${path}.lines`;
  const end = await (async () => {
    using file = await Deno.open(fetched, { create: true, truncate: true, write: true });
    const end = await fetchLines(client, file, { ...rest, format: linesOf[format] });
    if (isLines) await writeAll(file, new TextEncoder().encode(textFormats[format].after(end)));
    return end;
  })();
  if (!isLines) {
    const content = contentOf(fetched, end);
    const bytes = format === "parquet"
      ? parquetFile(wanted.input.include ?? [], content)
      : textFile(textFormats[format], content);
    const made = await Deno.create(`${path}.part`);
    const stream = ReadableStream.from(bytes);
    await (gzip ? stream.pipeThrough(new CompressionStream("gzip")) : stream).pipeTo(made.writable);
    await Deno.remove(fetched);
  }
  await Deno.rename(`${path}.part`, path);
  return end.rows;
}

/** The lines that were fetched, as the functions have them. */
async function* contentOf(path: string, { rows, snapshot, after }: FileEnd): Content {
  using file = await Deno.open(path);
  yield* file.readable;
  return { rows, snapshot, after };
}
