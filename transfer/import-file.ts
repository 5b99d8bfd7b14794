import { createRuntrailClient, type RuntrailAnswer, RuntrailError } from "../client/mod.ts";
import { batchesOfFile, verifyFile } from "./batches-of-file.ts";
import type { ProgressBar } from "./progress-bar.ts";

/** What to import, and whom to tell. */
export interface FileImport {
  readonly path: string;
  readonly url: string;
  /** The secret key. */
  readonly key: string;
  /** Makes the bar for a number of rows; null when that is not known. */
  readonly bar: (total: number | null) => ProgressBar;
  /** Told of each row that was refused, by its number in the file from 1. */
  readonly onRefused: (row: number, code: string, message: string) => void;
}

type Counts = Pick<RuntrailAnswer<"importExecutions">, "imported" | "unchanged" | "refused">;

/** Imports a file in batches. Nothing is imported of one that is damaged. */
export async function importFile({ path, url, key, bar, onRefused }: FileImport): Promise<Counts> {
  const shown = bar(await verifyFile(path));
  const counts = { imported: 0, unchanged: 0, refused: 0 };
  for await (const { type, body, rows, first } of batchesOfFile(path)) {
    // The client's method sends JSON; here a row goes out as it stands in the file.
    const send: typeof fetch = (address, init) =>
      fetch(address, { ...init, body, headers: { apikey: key, "content-type": type } });
    const client = createRuntrailClient({ url, key, fetch: send });
    const answer = await client.importExecutions({ executions: "" }).catch((error) => {
      const where = `rows ${first} to ${first + rows - 1}`;
      throw error instanceof RuntrailError ? new Error(`${where}: ${error.message}`) : error;
    });
    for (const { index, error } of answer.results) {
      if (error) onRefused(first + index, error.code, error.message);
    }
    counts.imported += answer.imported;
    counts.unchanged += answer.unchanged;
    counts.refused += answer.refused;
    shown.show(first + rows - 1);
  }
  shown.end();
  return counts;
}
