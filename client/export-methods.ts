import type { ExportedExecution } from "./api.ts";
import type { Send } from "./connection.ts";
import type { CallOptions, RuntrailInput } from "./create-runtrail-client.ts";
import { exportRows, type ExportSummary } from "./export-rows.ts";
import { readAnswer } from "./read-answer.ts";

export type { ExportSummary } from "./export-rows.ts";

/** A file that comes. */
export interface ExportedFile {
  /** Its bytes; through supabase-js they come when all of them are there. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Names the moment of which it tells. */
  readonly snapshot: string;
}

/** What to export. */
export type ExportInput = Omit<RuntrailInput<"exportExecutions">, "format" | "gzip">;

/** The methods that export executions. */
export interface ExportMethods {
  /** Fetches a file. Its end says whether it is whole. */
  exportExecutions(
    input?: RuntrailInput<"exportExecutions">,
    options?: CallOptions,
  ): Promise<ExportedFile>;

  /**
   * All executions that a filter lets through, each once, as of the moment of the call. A connection
   * that is lost, or reaches the platform's time limit, is made anew where it was; count and checksum of
   * each answer are verified.
   *
   * @returns how many came, when all have
   * @example for await (const row of runtrail.export({ status_filter: "failed" })) console.log(row);
   */
  export(
    input?: ExportInput,
    options?: CallOptions,
  ): AsyncGenerator<ExportedExecution, ExportSummary>;
}

/** Calls again what fails for a passing reason, as the options say. */
type Repeat = <Answer>(call: () => Promise<Answer>, options?: CallOptions) => Promise<Answer>;

/** Makes these methods. */
export function exportMethods(send: Send, repeat: Repeat): ExportMethods {
  return {
    exportExecutions: (input = {}, options) =>
      repeat(async () => {
        const headers = { accept: "application/octet-stream" };
        const response = await send("export-executions", input, options?.signal, headers);
        if (!response.ok || !response.body) await readAnswer(response);
        return {
          body: response.body ?? new Blob().stream(),
          snapshot: response.headers.get("x-export-snapshot") ?? "",
        };
      }, options),
    export: (input = {}, options = {}) => exportRows(send, input, options),
  };
}
