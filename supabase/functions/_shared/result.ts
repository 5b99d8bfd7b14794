import { type ErrorCode, errorCodes } from "./error-codes.ts";

/** A refusal on its way to the caller. */
export interface Problem {
  /** The slug. A string, because a newer database may raise one that this table does not have yet. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** What happened and what to do. Never quotes a payload or a credential. */
  readonly message: string;
  /** Structured particulars, for programs. */
  readonly details?: unknown;
  /** Fields the answer carries in addition: the text of a JSON object. */
  readonly fields?: string;
  /** Headers the answer carries in addition, for example `allow`. */
  readonly headers?: Record<string, string>;
  /** For the log only: what the operator needs and the caller must not see. No payloads. */
  readonly log?: string;
}

/** What a step gives back: a value, or the reason why the request ends here. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

/** The result of a step that succeeded. */
export function succeed<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A problem with the status that the error table gives its code. */
export function problemOf(
  code: ErrorCode,
  message: string,
  more: Pick<Problem, "details" | "fields" | "headers" | "log"> = {},
): Problem {
  return { code, status: errorCodes[code].status, message, ...more };
}

/** The result of a step that refuses the request. */
export function refuse(...problem: Parameters<typeof problemOf>): Result<never> {
  return { ok: false, problem: problemOf(...problem) };
}
