import { parseJson } from "./parse-json.ts";
import { BODY_LIMIT, readBody } from "./read-body.ts";
import { refuse, type Result, succeed } from "./result.ts";
import { mayNeedSanitizing, sanitize, type Sanitized } from "./sanitize.ts";

/** Parameters by name, as a body carries them. */
export type BodyParameters = Sanitized<Record<string, unknown>>;

/**
 * Reads a body that is a JSON object of parameters; no body has none.
 *
 * @returns the parameters; or what reading or parsing refuses, `invalid_parameter` when it is no object
 */
export async function readObject(request: Request): Promise<Result<BodyParameters>> {
  const text = await readBody(request, { limit: BODY_LIMIT, lines: false });
  if (!text.ok) return text;
  if (text.value.trim() === "") return succeed({ value: {}, replaced: 0 });
  const parsed = parametersOf(parseJson(text.value));
  if (!parsed.ok || !mayNeedSanitizing(text.value)) return parsed;
  return succeed(sanitize(parsed.value.value));
}

/** What was parsed, if it is an object. */
export function parametersOf(parsed: Result<unknown>): Result<BodyParameters> {
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  return isObject(value)
    ? succeed({ value, replaced: 0 })
    : refuse("invalid_parameter", "The body must be a JSON object, with parameters as keys.");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
