import { mergeParameters } from "./merge-parameters.ts";
import type { ParameterKind } from "./parameter-kinds.ts";
import type { readObject } from "./read-object.ts";
import { readQuery } from "./read-query.ts";
import { type Result, succeed } from "./result.ts";
import { sanitize } from "./sanitize.ts";

/** What a request says, before anything is checked. */
export interface SentParameters {
  /** Without `session_token`. */
  readonly parameters: Record<string, unknown>;
  /** Every `session_token` of body and query string that is not empty. */
  readonly sessionTokens: readonly unknown[];
  /** Number of characters replaced because they cannot be stored. */
  readonly replaced: number;
}

const TOKEN = "session_token";

/**
 * Collects parameters from path, query string, body and the Idempotency-Key header. The session token
 * is taken out here, so that nothing behind this step can hand it on.
 *
 * @param inPath parameters that the path carries
 * @param read reads the body
 * @returns the parameters; or what reading, parsing or merging them refuses
 */
export async function readParameters(
  request: Request,
  kinds: ReadonlyMap<string, ParameterKind>,
  inPath: Readonly<Record<string, string>>,
  read: typeof readObject,
): Promise<Result<SentParameters>> {
  const body = await read(request);
  if (!body.ok) return body;
  const inBody = Object.entries(body.value.value);
  const { searchParams } = new URL(request.url);
  const inQuery = sanitize(readQuery(searchParams, kinds));
  const key = kinds.has("idempotency_key") ? request.headers.get("idempotency-key") : null;

  const isToken = ([name]: readonly [string, unknown]) => name === TOKEN;
  const sources = [
    { name: "path", entries: readQuery(new URLSearchParams(inPath), kinds) },
    { name: "query string", entries: inQuery.value.filter((entry) => !isToken(entry)) },
    { name: "body", entries: inBody.filter((entry) => !isToken(entry)) },
    { name: "Idempotency-Key header", entries: [["idempotency_key", key || null]] as const },
  ];
  const merged = mergeParameters(sources, kinds);
  if (!merged.ok) return merged;
  return succeed({
    parameters: merged.value,
    sessionTokens: [...inQuery.value, ...inBody].filter(isToken).map(([, token]) => token)
      .filter((token) => token !== null && token !== ""),
    replaced: body.value.replaced + inQuery.replaced,
  });
}
