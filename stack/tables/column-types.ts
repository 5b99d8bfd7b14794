import type postgres from "postgres";

declare global {
  interface JSON {
    /** A primitive that `JSON.stringify` writes as the given text. */
    rawJSON(text: string): object;
  }
}

/**
 * How values of tables become JSON: as Postgres' own `to_json` writes them, where Lite would round
 * numbers or keep the spelling of a plain `select`.
 */
export const columnTypes: Record<string, postgres.PostgresType> = {
  bigint: { to: 20, from: [20], serialize: String, parse: exactNumber },
  numeric: { to: 1700, from: [1700], serialize: String, parse: exactNumber },
  timestamp: { to: 1114, from: [1114], serialize: String, parse: isoTime },
  timestamptz: { to: 1184, from: [1184], serialize: String, parse: isoTime },
  json: { to: 114, from: [114], serialize: jsonText, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: jsonText, parse: JSON.parse },
  bytea: { to: 17, from: [17], serialize: String, parse: String },
};

function exactNumber(text: string): unknown {
  const number = Number(text);
  if (String(number) === text) return number;
  // NaN and Infinity are no JSON numbers.
  return Number.isFinite(number) ? JSON.rawJSON(text) : text;
}

/** `2026-01-02 03:04:05+00` as `2026-01-02T03:04:05+00:00`. */
function isoTime(text: string): string {
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
}

/** Strings are JSON text already, see encodeJsonColumns(); so are the values of filters. */
function jsonText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
