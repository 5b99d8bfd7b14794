import { isRawNumber } from "./parse-json.ts";
import type { ParameterKind } from "./parameter-kinds.ts";
import { refuse, type Result, succeed } from "./result.ts";

/** A part of the request that carries parameters. */
export interface ParameterSource {
  /** How an error names it: `path`, `query string`, `body`. */
  readonly name: string;
  readonly entries: Iterable<readonly [name: string, value: unknown]>;
}

/**
 * Merges what path, query string, body and headers say. Null counts as absent, as in SQL. The same
 * parameter may come twice if it says the same.
 *
 * @returns the parameters; or `conflicting_execution_id`, `invalid_parameter`
 */
export function mergeParameters(
  sources: readonly ParameterSource[],
  kinds: ReadonlyMap<string, ParameterKind>,
): Result<Record<string, unknown>> {
  const merged = new Map<string, { value: unknown; source: string }>();
  for (const source of sources) {
    for (const [name, sent] of source.entries) {
      if (sent === null || sent === undefined) continue;
      const value = kinds.get(name) === "number" && isRawNumber(sent) ? Number(sent.rawJSON) : sent;
      const earlier = merged.get(name);
      if (earlier && comparable(earlier.value) !== comparable(value)) {
        return refuse(
          name === "execution_id" ? "conflicting_execution_id" : "invalid_parameter",
          `${name} is given twice with different values (${earlier.source}, ${source.name}). Send it once.`,
          { details: [{ path: name, message: "is given twice with different values" }] },
        );
      }
      merged.set(name, { value, source: source.name });
    }
  }
  // From entries: assigning a parameter named __proto__ would hide it from validation.
  return succeed(Object.fromEntries([...merged].map(([name, { value }]) => [name, value])));
}

/** Ids compare without regard to case, as UUIDs do. */
function comparable(value: unknown): string {
  const text = JSON.stringify(value);
  return /^"[0-9a-f-]{36}"$/i.test(text) ? text.toLowerCase() : text;
}
