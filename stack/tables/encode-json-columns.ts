import type { IntrospectResult } from "@supabase/lite";

type Columns = IntrospectResult["columns"];

/**
 * Writes the values of json columns as JSON text in strings. Lite parses a string for such a column
 * once, so that the string "5" would become a number, and hands booleans to the driver as such,
 * which Postgres refuses for json; text passes both as it is.
 *
 * @param body The JSON text of a write; returned as it is when it has no json column.
 */
export function encodeJsonColumns(body: string, columns: Columns, schema: string, table: string) {
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
      value !== null && json.includes(name) ? JSON.stringify(JSON.stringify(value)) : value,
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
