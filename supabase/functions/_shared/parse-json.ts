import { jsonErrorPosition } from "./json-error-position.ts";
import { refuse, type Result, succeed } from "./result.ts";

/** Greatest depth of lists and objects in a body, the body itself counted. */
export const NESTING_LIMIT = 64;

/** The same for page events: two levels for each element within another, of which browsers take 512. */
export const EVENT_NESTING_LIMIT = 2048;

/**
 * Parses a body. A number that a JavaScript number cannot hold (a long id, an exact decimal) stays what
 * was sent: it becomes a raw JSON value, which `JSON.stringify` writes out unchanged.
 *
 * @returns the value; or `nesting_too_deep`, `invalid_json` with the position
 */
export function parseJson(text: string): Result<unknown> {
  const exactly = () => exactJson.parse(text, keepExact);
  return parseWith(MAY_BE_INEXACT.test(text) ? exactly : JSON.parse, text, NESTING_LIMIT);
}

/**
 * Parses what a JavaScript program made and only another will read, as page events are: every number
 * is one of JavaScript's, and pages nest deeper than parameters do.
 *
 * @returns as {@link parseJson}
 */
export function parseEventJson(text: string): Result<unknown> {
  return parseWith(JSON.parse, text, EVENT_NESTING_LIMIT);
}

function parseWith(
  parse: (text: string) => unknown,
  text: string,
  limit: number,
): Result<unknown> {
  if (nestsDeeperThan(limit, text)) {
    return refuse(
      "nesting_too_deep",
      `Lists and objects are nested more than ${limit} deep. Flatten the body.`,
      { details: { limit } },
    );
  }
  try {
    return succeed(parse(text));
  } catch {
    const { found, ...where } = jsonErrorPosition(text);
    const what = found === null ? "it ends too early" : `unexpected ${JSON.stringify(found)}`;
    return refuse(
      "invalid_json",
      `The body is not JSON: ${what} at position ${where.position} (line ${where.line}, column ${where.column}). Correct it there and send it again.`,
      { details: where },
    );
  }
}

/** Whether a value stands for a number that JavaScript cannot hold. */
export function isRawNumber(value: unknown): value is { readonly rawJSON: string } {
  return exactJson.isRawJSON(value);
}

// The language's proposal "JSON.parse source text access", which the compiler's library does not know.
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: Source) => unknown): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
}
interface Source {
  readonly source?: string;
}
const exactJson = JSON as unknown as ExactJson;

// Sixteen digits, or an exponent of three: only then is a number worth a second look, and the slow
// parser worth its price.
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE][+-]?\d{3}/;

function keepExact(_key: string, value: unknown, { source }: Source): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  return digits(source) === digits(String(value)) ? value : exactJson.rawJSON(source);
}

function digits(number: string): string {
  return number.replace(/e.*$/i, "").replace(/[-.]/g, "").replace(/^0+|0+$/g, "");
}

const [QUOTE, BACKSLASH, BRACE, BRACKET] = [0x22, 0x5c, 0x7b, 0x5b] as const;

// By hand: the recursion of whoever walks the value later relies on it, and a regular expression would
// itself recurse on a long string.
function nestsDeeperThan(limit: number, text: string): boolean {
  if (text.length <= limit) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (inString) {
      if (c === BACKSLASH) at++;
      else if (c === QUOTE) inString = false;
    } else if (c === QUOTE) inString = true;
    else if (c === BRACE || c === BRACKET) {
      if (++depth > limit) return true;
    } else if (c === BRACE + 2 || c === BRACKET + 2) depth--;
  }
  return false;
}
