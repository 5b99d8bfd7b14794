import type * as z from "zod";
import { contract } from "../contract.ts";
import { logError } from "../log-error.ts";
import { perform, type Performer } from "../perform.ts";
import { refuse, type Result, succeed } from "../result.ts";
import { eventLines } from "./event-lines.ts";
import { contentOf } from "./pages.ts";
import { parquetFile } from "./parquet-file.ts";
import { type Page, readPage } from "./read-page.ts";
import { streamBytes } from "./stream-bytes.ts";
import { textFile } from "./text-file.ts";
import { textFormats } from "./text-formats.ts";

type Asked = z.output<typeof contract.exportExecutions.input>;

// Below the 150 seconds after which the hosted platform cuts an answer off.
const USUAL_SECONDS = 100;
const BYTES = "application/octet-stream";

/**
 * Streams executions as a file. An error before the first byte is an ordinary one; a later one, and the
 * time limit, are told by the end of the file.
 */
export const exportExecutions: Performer = perform(contract.exportExecutions, {
  async carryOut(operation, { request, requestId, parameters, open }) {
    const { format = "ndjson", gzip = false, ...asked } = parameters as Asked;
    if (gzip && format === "parquet") {
      return refuse("invalid_parameter", "gzip is not for parquet, which is compressed in itself.");
    }
    const lines = { csv: "csv", parquet: "flat", flat: "flat", json: "ndjson", ndjson: "ndjson" };
    const ask = async (after: string | undefined, signal: AbortSignal): Promise<Result<Page>> => {
      const opened = await open({ ...asked, format: lines[format], after }, signal);
      const page = opened.ok ? await readPage(opened.value) : opened;
      if (!page.ok && page.problem.log && !signal.aborted) {
        logError(operation.name, requestId, page.problem.log);
      }
      return page;
    };
    const until = Date.now() + 1000 * streamSeconds();
    const first = await ask(asked.after, request.signal);
    if (!first.ok) return first;
    const accepted = request.headers.get("accept") ?? "";
    // supabase-js hands on nothing else before its end.
    const asEvents = /\btext\/event-stream\b/.test(accepted) && format === "ndjson" &&
      !gzip;
    const body = streamBytes((gone) => {
      const content = contentOf({ first: first.value, next: (after) => ask(after, gone), until });
      if (format === "parquet") return parquetFile(asked.include ?? [], content);
      const file = textFile(textFormats[format], content);
      return asEvents ? eventLines(file) : file;
    });
    const headers = fileHeaders(format, gzip);
    // As bytes for supabase-js, which makes text of a type that it does not know.
    if (asEvents) headers["content-type"] = "text/event-stream";
    else if (accepted === BYTES) headers["content-type"] = BYTES;
    return succeed({
      status: 200,
      body: gzip ? body.pipeThrough(new CompressionStream("gzip")) : body,
      headers: { ...headers, "x-export-snapshot": first.value.snapshot },
    });
  },
});

function fileHeaders(format: keyof typeof textFormats | "parquet", gzip: boolean) {
  const type = format === "parquet" ? "application/vnd.apache.parquet" : textFormats[format].type;
  const extension = format === "flat" ? "ndjson" : format;
  return {
    "content-type": gzip ? "application/gzip" : type,
    "content-disposition": `attachment; filename="executions.${extension}${gzip ? ".gz" : ""}"`,
    // No compression on the way: a file is what was made.
    "cache-control": "no-store, no-transform",
  };
}

function streamSeconds(): number {
  return Number(Deno.env.get("RUNTRAIL_STREAM_SECONDS")) || USUAL_SECONDS;
}
