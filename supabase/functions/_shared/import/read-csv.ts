import { CsvError, parse } from "csv-parse/sync";
import { parameterKinds } from "../parameter-kinds.ts";
import { parseJson } from "../parse-json.ts";
import { refuse, type Result, succeed } from "../result.ts";
import { importedExecution } from "../schemas/import-executions.ts";

const kinds = parameterKinds(importedExecution);
// Any JSON.
const JSON_COLUMNS = new Set(["result", "visual"]);

/**
 * Reads rows of CSV as an export writes them, as text of a JSON list: so JSON in cells stays to the byte
 * what it is. A cell's leading apostrophe is taken away; an empty cell without quotes is null. What is
 * not of the kind of its column stays text, so that SQL names it.
 */
export function readCsv(text: string): Result<string> {
  try {
    // The last line of an export, which stands outside of quotes.
    const rows = text.replace(/(^|\n)# \{[^\r\n]*\}\s*$/, "$1");
    const table: Record<string, string>[] = parse(rows, {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      cast: (cell, { header, quoting, column }) =>
        header ? cell : cell === "" && !quoting ? "null" : valueOf(`${String(column)}`, cell),
    });
    return succeed(`[${table.map(objectOf).join()}]`);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return refuse(
      "invalid_csv",
      `The body is no CSV: ${error.message}. Correct it and send it again.`,
      {
        details: { code: error.code },
      },
    );
  }
}

function objectOf(row: Record<string, string>): string {
  return `{${
    Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()
  }}`;
}

/** A cell as text of JSON. */
function valueOf(column: string, cell: string): string {
  const text = cell.startsWith("'") ? cell.slice(1) : cell;
  const kind = JSON_COLUMNS.has(column) ? "object" : kinds.get(column);
  if (kind === "boolean" && /^(true|t)$/i.test(text)) return "true";
  if (kind === "boolean" && /^(false|f)$/i.test(text)) return "false";
  const isJson = kind === "object" || kind === "list" || kind === "number";
  return isJson && parseJson(text).ok ? text : JSON.stringify(text);
}
