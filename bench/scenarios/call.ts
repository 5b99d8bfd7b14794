import type { Statement } from "../wire/connection.ts";

/** What a parameter of a call may be. */
export type Value = string | number | boolean | readonly Value[] | { [key: string]: Value };

/** A call of one of the product's functions; it can go through SQL, `rpc()` or an edge function. */
export interface Call {
  /** Its name in SQL. */
  name: string;
  parameters: Readonly<Record<string, Value>>;
}

/**
 * The statement for a call.
 *
 * @param what of its answer `r`; all of it, as JSON, unless given
 */
export function callStatement({ name, parameters }: Call, what = "to_jsonb(r)"): Statement {
  const names = Object.keys(parameters).map((key, index) => `${key} => $${index + 1}`);
  return {
    text: `select ${what} from public.${name}(${names.join(", ")}) as r`,
    parameters: Object.values(parameters).map(asText),
  };
}

/** A value as Postgres reads it; lists of plain values are arrays, everything deeper is JSON. */
function asText(value: Value): string {
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return `{${value.map((item) => JSON.stringify(item)).join(",")}}`;
  }
  return JSON.stringify(value);
}
