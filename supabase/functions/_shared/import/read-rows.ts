import { parseJson } from "../parse-json.ts";
import { declaresCsv, declaresLines, readBody } from "../read-body.ts";
import { type BodyParameters, parametersOf } from "../read-object.ts";
import { type Result, succeed } from "../result.ts";
import { mayNeedSanitizing, sanitize } from "../sanitize.ts";
import { readCsv } from "./read-csv.ts";

/** Largest body with rows, in bytes after decompression. */
export const ROWS_BODY_LIMIT = 16 * 1024 * 1024;

/**
 * Reads a body with rows: a JSON object with `executions`, or the rows alone as lines of JSON or as CSV,
 * as an export has them. What an export ends with is no row.
 *
 * @returns the parameters; or what reading or parsing refuses, for lines with the number of the line
 */
export async function readRows(request: Request): Promise<Result<BodyParameters>> {
  const text = await readBody(request, { limit: ROWS_BODY_LIMIT, lines: true, csv: true });
  if (!text.ok) return text;
  if (!declaresCsv(request) && !declaresLines(request)) {
    const parsed = parametersOf(parseJson(text.value.trim() || "{}"));
    return parsed.ok && mayNeedSanitizing(text.value)
      ? succeed(sanitize(parsed.value.value))
      : parsed;
  }
  const list = declaresCsv(request) ? readCsv(text.value) : listOf(text.value);
  if (!list.ok) return list;
  if (!mayNeedSanitizing(list.value)) {
    return succeed({ value: { executions: list.value }, replaced: 0 });
  }
  const parsed = parseJson(list.value);
  return parsed.ok ? succeed(sanitize({ executions: parsed.value })) : parsed;
}

/** The list of the lines, as text: parsed and written again, 1.50 would be 1.5. */
function listOf(text: string): Result<string> {
  const rows: string[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const row = parseJson(line);
    if (!row.ok) {
      const { message, ...problem } = row.problem;
      const details = { line: at + 1 };
      return { ok: false, problem: { ...problem, message: `Line ${at + 1}: ${message}`, details } };
    }
    if (!isEnd(row.value)) rows.push(line);
  }
  return succeed(`[${rows.join()}]`);
}

function isEnd(row: unknown): boolean {
  return typeof row === "object" && row !== null && "export" in row;
}
