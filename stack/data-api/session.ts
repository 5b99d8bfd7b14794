import type { ApiRequest } from "./api-request.ts";
import { quoteIdentifier, quoteLiteral } from "./quote.ts";

/** One statement that makes a transaction the caller's. */
export interface SessionStatement {
  text: string;
  parameters: string[];
}

/** Settings that hold for a transaction, by name. */
export type Settings = Record<string, string>;

/** What hosted projects add to the search path of every request. */
export const EXTRA_SEARCH_PATH = ["public", "extensions"];

/**
 * Sets role, settings and the `request.*` variables until the end of the transaction, as PostgREST
 * does before every statement. The text depends on role and settings only, so it is prepared once.
 *
 * @param settings Those of the role, overridden by what a function brings.
 */
export function sessionStatement(
  request: ApiRequest,
  schema: string,
  settings: Settings,
): SessionStatement {
  const parameters = [
    [schema, ...EXTRA_SEARCH_PATH].map(quoteIdentifier).join(", "),
    request.role,
    JSON.stringify({ ...request.claims, role: request.role }),
    request.method,
    request.path,
    JSON.stringify(Object.fromEntries(request.headers)),
    JSON.stringify(cookies(request.headers.get("cookie"))),
  ];
  const fixed = Object.entries(settings).map(([name, value]) =>
    `set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`
  );
  return { text: `select ${[...NAMES, ...fixed].join(", ")}`, parameters };
}

const NAMES = [
  "search_path",
  "role",
  "request.jwt.claims",
  "request.method",
  "request.path",
  "request.headers",
  "request.cookies",
].map((name, index) => `set_config('${name}', $${index + 1}, true)`);

function cookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim()).filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name, value.join("=")];
  }));
}
