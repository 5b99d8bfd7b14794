import { errorCodes } from "./error-codes.ts";
import { type Problem, problemOf } from "./result.ts";

/** The body of an error of PostgREST. What a gateway before it answers has none of these. */
export interface PostgrestError {
  /** SQLSTATE, or PostgREST's own `PGRST` code. */
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
  readonly hint?: unknown;
}

/** Headers of PostgREST's answer that mean something to the caller. */
export const PASSED_ON = ["retry-after", "ratelimit", "ratelimit-policy", "etag"];

/**
 * Turns an error of PostgREST into what the caller reads.
 *
 * Our SQL raises `PT` and the HTTP status, with the slug as message, what happened as detail and what to
 * do as hint. Everything else is a fault of a value, of the connection, or of ours; of the last only the
 * log learns more.
 */
export function rpcProblem(status: number, error: PostgrestError, headers: Headers): Problem {
  const code = text(error.code);
  const message = text(error.message);
  const raised = slugOf(code, message);
  if (raised) {
    return {
      code: raised,
      status,
      message: [error.details, error.hint].map(text).filter(Boolean).join(" ") || message,
      headers: passedOn(headers),
    };
  }
  const log = `PostgREST answered HTTP ${status} ${code} ${message}`;
  // Out of range or domain, null or check violated: the value is at fault, and PostgREST says which rule.
  if (/^(22|2350[23]|23514)/.test(code)) {
    return problemOf("invalid_parameter", `${message}. Correct the value and send it again.`);
  }
  if (code === "57014") {
    return problemOf(
      "statement_timeout",
      "The database stopped the request because it took too long. Ask for less: a shorter period, fewer filters or a smaller page.",
      { log },
    );
  }
  if (/^PGRST30[1-3]$/.test(code)) {
    return problemOf("invalid_token", "The access token is no longer valid. Refresh the session.");
  }
  // Lost connections, too many of them, shutdown, deadlock, lock timeout, and gateways before PostgREST.
  if (/^(08|53|57P|40|55P03|PGRST00)/.test(code) || [502, 503, 504].includes(status)) {
    return problemOf(
      "database_unavailable",
      "The database is not available or too busy. Try again in a moment; with an idempotency_key, creating can be repeated safely.",
      { log, headers: { "retry-after": "1", ...passedOn(headers) } },
    );
  }
  return problemOf(
    "internal_error",
    "Something unexpected happened. Report the request id.",
    { log },
  );
}

/** The slug our SQL raised: the message of a `PT` error, or the code or message of a `PGRST` one. */
function slugOf(code: string, message: string): string | null {
  if (/^PT\d{3}$/.test(code) && /^[a-z][a-z_]+$/.test(message)) return message;
  return [code, message].find((candidate) => Object.hasOwn(errorCodes, candidate)) ?? null;
}

/** Those of the headers that mean something to the caller. */
export function passedOn(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => PASSED_ON.includes(name)));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
