import { parseEventJson } from "../parse-json.ts";
import { declaresLines, readBody } from "../read-body.ts";
import { type BodyParameters, parametersOf } from "../read-object.ts";
import { type Result, succeed } from "../result.ts";
import { sanitize } from "../sanitize.ts";

/** Largest body with page events, in bytes after decompression. */
export const EVENTS_BODY_LIMIT = 16 * 1024 * 1024;

/**
 * Reads a body with page events: a JSON object with `events` among its parameters, or the events alone as
 * lines. What is inside an event stays as it is: it is stored as bytes, which can hold all of it.
 *
 * @returns the parameters; or what reading or parsing refuses, for lines with the number of the line
 */
export async function readEvents(request: Request): Promise<Result<BodyParameters>> {
  const text = await readBody(request, { limit: EVENTS_BODY_LIMIT, lines: true });
  if (!text.ok) return text;
  if (declaresLines(request)) return parseLines(text.value);
  if (text.value.trim() === "") return succeed({ value: {}, replaced: 0 });
  const parsed = parametersOf(parseEventJson(text.value));
  if (!parsed.ok) return parsed;
  const { events, ...others } = parsed.value.value;
  const { value, replaced } = sanitize(others);
  return succeed({ value: { ...value, events }, replaced });
}

function parseLines(text: string): Result<BodyParameters> {
  const events: unknown[] = [];
  let start = 0;
  for (let line = 1; start < text.length; line++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const content = text.slice(start, end);
    start = end + 1;
    if (content.trim() === "") continue;
    const event = parseEventJson(content);
    if (!event.ok) return inLine(line, event);
    events.push(event.value);
  }
  return succeed({ value: { events }, replaced: 0 });
}

/** The problem with its place in the whole body. */
function inLine(line: number, { problem }: Extract<Result<never>, { ok: false }>): Result<never> {
  const details = { ...problem.details as object, line };
  return {
    ok: false,
    problem: { ...problem, message: `Line ${line}: ${problem.message}`, details },
  };
}
