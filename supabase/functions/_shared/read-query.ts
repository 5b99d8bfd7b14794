import type { ParameterKind } from "./parameter-kinds.ts";
import { parseJson } from "./parse-json.ts";

// supabase-js adds it to a function's address to choose a region; it is for Supabase's relay.
const FOR_THE_RELAY = "forceFunctionRegion";

/**
 * Reads a query string as the JSON values its parameters stand for. What does not look like the kind
 * of its parameter stays text, so that validation names it; an empty value counts as absent.
 *
 * @returns one entry per parameter; a parameter that is not a list has one entry per occurrence
 */
export function readQuery(
  query: URLSearchParams,
  kinds: ReadonlyMap<string, ParameterKind>,
): [name: string, value: unknown][] {
  return [...new Set(query.keys())].filter((name) => name !== FOR_THE_RELAY).flatMap((name) => {
    const texts = query.getAll(name).filter((text) => text !== "");
    if (kinds.get(name) === "list" && texts.length > 0) return [[name, texts.flatMap(list)]];
    return texts.map((text): [string, unknown] => [name, read(text, kinds.get(name))]);
  });
}

function read(text: string, kind: ParameterKind | undefined): unknown {
  if (kind === "number" && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) return Number(text);
  // Python writes True and False.
  if (kind === "boolean" && /^true$/i.test(text)) return true;
  if (kind === "boolean" && /^false$/i.test(text)) return false;
  if (kind === "object") return json(text);
  return text;
}

/** `a,b`, or a JSON list for values that contain a comma. */
function list(text: string): unknown {
  return text.startsWith("[") ? json(text) : text.split(",");
}

function json(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}
