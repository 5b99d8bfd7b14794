import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ExportedExecution } from "./api.ts";
import type { Send } from "./connection.ts";
import type { CallOptions } from "./create-runtrail-client.ts";
import type { ExportInput } from "./export-methods.ts";
import { pause } from "./pause.ts";
import { readAnswer } from "./read-answer.ts";
import { readLines } from "./read-lines.ts";
import { backoff, isPassing } from "./retry.ts";
import { RuntrailError, type RuntrailErrorCode } from "./runtrail-error.ts";

/** What came of an export. */
export interface ExportSummary {
  /** How many executions came. */
  readonly rows: number;
  /** Names the moment of which they tell. */
  readonly snapshot: string;
  /** How many answers it took. */
  readonly parts: number;
}

/** The last line of an answer. */
interface Trailer {
  readonly rows: number;
  readonly sha256: string;
  readonly after: string | null;
  readonly error?: { readonly code: RuntrailErrorCode; readonly message: string };
}

// About two minutes without a row.
const ATTEMPTS = 10;

/** The rows of an export over as many answers as it takes. */
export async function* exportRows(
  send: Send,
  input: ExportInput,
  { signal, retry }: CallOptions,
): AsyncGenerator<ExportedExecution, ExportSummary> {
  const headers = { accept: "text/event-stream" };
  const encoder = new TextEncoder();
  let { after } = input;
  let [rows, parts, failures] = [0, 0, 0];
  for (;;) {
    try {
      const sent = { ...input, format: "ndjson", after };
      const response = await send("export-executions", sent, signal, headers);
      if (!response.ok) await readAnswer(response);
      const snapshot = response.headers.get("x-export-snapshot") ?? "";
      const hash = sha256.create();
      let inPart = 0;
      parts++;
      for await (const line of readLines(response, signal)) {
        const read: ExportedExecution | { readonly export: Trailer } = JSON.parse(line);
        if ("export" in read) {
          const next = verified(read.export, inPart, bytesToHex(hash.digest()));
          if (next === null) return { rows, snapshot, parts };
          after = next;
          break;
        }
        hash.update(encoder.encode(`${line}\n`));
        yield read;
        after = `${snapshot},${read.created_at},${read.execution_id}`;
        failures = 0;
        inPart++;
        rows++;
      }
    } catch (error) {
      if (!isPassing(error) || retry === false || ++failures >= ATTEMPTS) throw error;
      await pause(backoff(failures, {}), signal);
      if (signal?.aborted) throw error;
    }
  }
}

/** Where to go on, if what came is what was sent. */
function verified(trailer: Trailer, rows: number, sha256: string): string | null {
  if (trailer.rows !== rows || trailer.sha256 !== sha256) {
    throw new RuntrailError(
      "unexpected_answer",
      `The export arrived damaged: ${rows} of ${trailer.rows} executions, checksum ${sha256} instead of ${trailer.sha256}.`,
      { status: 200 },
    );
  }
  if (trailer.error) throw new RuntrailError(trailer.error.code, trailer.error.message, PASSING);
  return trailer.after;
}

const PASSING = { status: 503 };
