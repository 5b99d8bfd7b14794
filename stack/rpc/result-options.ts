import type { ApiError } from "../data-api/api-error.ts";

/** What the query string asks to do with the rows of a set-returning function. */
export interface ResultOptions {
  /** Output columns, null for all. */
  columns: OutputColumn[] | null;
  order: OrderTerm[];
  filters: Filter[];
  limit: number | null;
  offset: number;
}

export interface OutputColumn {
  name: string;
  alias: string | null;
  cast: string | null;
}

export interface OrderTerm {
  name: string;
  descending: boolean;
  nulls: "first" | "last" | null;
}

export interface Filter {
  name: string;
  negated: boolean;
  operator: string;
  value: string;
}

export type ReadOptions = { ok: true; value: ResultOptions } | { ok: false; error: ApiError };

const FILTER =
  /^(not\.)?(eq|neq|gt|gte|lt|lte|like|ilike|match|imatch|in|is|isdistinct|cs|cd|ov)\.(.*)$/s;
const COLUMN = /^(?:([^:,().]+):)?([^:,().]+)(?:::([a-z0-9_ ]+))?$/i;
const ORDER = /^([^,().]+)(?:\.(asc|desc))?(?:\.nulls(first|last))?$/;
const RESERVED = new Set(["select", "order", "limit", "offset", "columns", "apikey"]);

/** Whether a query parameter is a filter by its value, `eq.5`, rather than an argument. */
export function isFilter(value: string): boolean {
  return FILTER.test(value);
}

/** Whether PostgREST keeps this name for itself. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}

/**
 * Reads `select`, `order`, `limit`, `offset` and filters. Embedding, logical trees and JSON paths
 * on the result of a function are PostgREST's, but not this stand-in's: it says so.
 */
export function readResultOptions(query: URLSearchParams): ReadOptions {
  const filters: Filter[] = [];
  for (const [name, text] of query) {
    if (isReserved(name)) continue;
    const [, not, operator, value] = FILTER.exec(text) ?? [];
    if (operator === undefined || value === undefined) {
      return unreadable(`${name}=${text}`, "a filter such as column=eq.value");
    }
    filters.push({ name, negated: not !== undefined, operator, value });
  }
  const columns = readList(query.get("select"), readColumn);
  if (columns === "unreadable") return unreadable(`select=${query.get("select")}`, "plain columns");
  const order = readList(query.get("order"), readOrder);
  if (order === "unreadable") return unreadable(`order=${query.get("order")}`, "plain columns");
  const limit = readCount(query.get("limit"));
  const offset = readCount(query.get("offset"));
  if (limit === "unreadable") return unreadable(`limit=${query.get("limit")}`, "a number");
  if (offset === "unreadable") return unreadable(`offset=${query.get("offset")}`, "a number");
  const all = columns?.some(({ name }) => name === "*") ?? true;
  return {
    ok: true,
    value: {
      columns: all ? null : columns,
      order: order ?? [],
      filters,
      limit,
      offset: offset ?? 0,
    },
  };
}

function readList<T>(text: string | null, read: (item: string) => T | null) {
  if (text === null || text.trim() === "") return null;
  const items = text.split(",").map((item) => read(item.trim()));
  const known = items.filter((item) => item !== null);
  return known.length === items.length ? known : "unreadable" as const;
}

function readColumn(item: string): OutputColumn | null {
  const [, alias, name, cast] = COLUMN.exec(item) ?? [];
  return name === undefined ? null : { name, alias: alias ?? null, cast: cast ?? null };
}

function readOrder(item: string): OrderTerm | null {
  const [, name, direction, nulls] = ORDER.exec(item) ?? [];
  if (name === undefined) return null;
  return {
    name,
    descending: direction === "desc",
    nulls: nulls === "first" || nulls === "last" ? nulls : null,
  };
}

function readCount(text: string | null) {
  if (text === null) return null;
  return /^\d+$/.test(text) ? Number(text) : "unreadable" as const;
}

function unreadable(text: string, wanted: string): ReadOptions {
  return {
    ok: false,
    error: {
      status: 400,
      code: "PGRST100",
      message: `could not parse "${text}"`,
      details: `On the result of a function the local stack reads ${wanted}.`,
      hint: null,
    },
  };
}
