import type { IntrospectResult } from "@supabase/lite";

type Columns = IntrospectResult["columns"];

/**
 * Lite parses strings written to json columns as JSON text, so that the string "5" would be stored
 * as a number. Encoded once more here, they arrive as the strings they are.
 *
 * @param body The JSON text of a write; returned as it is when it holds no such string.
 */
export function keepJsonStrings(body: string, columns: Columns, schema: string, table: string) {
  const json = columns.filter((column) =>
    column.schema === schema && column.table === table && /^jsonb?$/.test(column.type)
  ).map((column) => column.name);
  const rows = json.length > 0 ? parse(body) : undefined;
  if (rows === undefined) return body;
  return JSON.stringify(Array.isArray(rows) ? rows.map(encode) : encode(rows));

  function encode(row: unknown): unknown {
    if (typeof row !== "object" || row === null) return row;
    const entries = Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" && json.includes(name) ? JSON.stringify(value) : value,
    ]);
    return Object.fromEntries(entries);
  }
}

/** Undefined for what is no JSON: Lite reports it. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
