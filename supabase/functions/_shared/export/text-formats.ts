import { listRows } from "./list-rows.ts";
import type { Content } from "./pages.ts";
import type { Summary } from "./summary.ts";

/** A text file made of lines. */
export interface TextFormat {
  readonly type: string;
  /** Comes before what the checksum covers. */
  readonly before: string;
  /** Makes of the lines what the checksum covers. */
  readonly made: (lines: Content) => Content;
  /** What the file ends with. */
  readonly after: (summary: Summary) => string;
}

const ndjson: TextFormat = {
  type: "application/x-ndjson",
  before: "",
  made: (lines) => lines,
  after: (summary) => `${JSON.stringify({ export: summary })}\n`,
};

/** The formats, by name. */
export const textFormats: Readonly<Record<"csv" | "json" | "ndjson" | "flat", TextFormat>> = {
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    before: "",
    made: (lines) => lines,
    after: (summary) => `# ${JSON.stringify(summary)}\r\n`,
  },
  json: {
    type: "application/json",
    before: '{"executions":',
    made: listRows,
    after: (summary) =>
      `,"export":${JSON.stringify(summary)},"success":${!summary.error},` +
      `"message":${JSON.stringify(summary.error?.message ?? "Executions exported.")}}\n`,
  },
  ndjson,
  flat: ndjson,
};
