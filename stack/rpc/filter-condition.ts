import { quoteIdentifier } from "../data-api/quote.ts";
import type { Filter } from "./result-options.ts";

const OPERATORS: Record<string, string> = {
  eq: "=",
  neq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "like",
  ilike: "ilike",
  match: "~",
  imatch: "~*",
  isdistinct: "is distinct from",
  cs: "@>",
  cd: "<@",
  ov: "&&",
};
const IS_VALUES = new Set(["null", "not_null", "true", "false", "unknown"]);

/**
 * One filter of a query string as an SQL condition over the rows of a function.
 *
 * @param bind Adds a parameter and returns its placeholder; the comparison gives it its type.
 */
export function filterCondition(filter: Filter, bind: (value: string) => string): string {
  const column = quoteIdentifier(filter.name);
  const { operator, value } = filter;
  return filter.negated ? `not (${positive()})` : positive();

  function positive(): string {
    if (operator === "is") {
      const known = value.toLowerCase();
      return `${column} is ${IS_VALUES.has(known) ? known.replace("_", " ") : bind(value)}`;
    }
    if (operator === "in") {
      return `${column} = any (${bind(arrayLiteral(value))})`;
    }
    const pattern = operator === "like" || operator === "ilike";
    return `${column} ${OPERATORS[operator]} ${bind(pattern ? value.replaceAll("*", "%") : value)}`;
  }
}

/** `(a,"b,c")` as the array literal `{"a","b,c"}`. */
function arrayLiteral(list: string): string {
  const items = list.replace(/^\(|\)$/g, "").match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return `{${
    items.map((item) => item.startsWith('"') ? item : `"${item.replace(/["\\]/g, "\\$&")}"`)
      .join(",")
  }}`;
}
