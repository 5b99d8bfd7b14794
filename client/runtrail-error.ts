import type { ApiErrorCode } from "./api.ts";

/**
 * What a failed call is called: a slug of the API's error table, or one of the client's own.
 * `network_error`: no answer arrived. `unexpected_answer`: something answered that is not this API.
 */
export type RuntrailErrorCode = ApiErrorCode | "network_error" | "unexpected_answer";

/** Thrown by every method of the client when a call does not succeed. */
export class RuntrailError extends Error {
  override readonly name = "RuntrailError";
  readonly code: RuntrailErrorCode;
  /** HTTP status; 0 when no answer arrived. */
  readonly status: number;
  /** Particulars for programs, for example `[{ path, message }]` of `invalid_parameter`; or null. */
  readonly details: unknown;
  /** Names the request in the server's log; null when no answer arrived. */
  readonly requestId: string | null;
  /** Seconds to wait before another attempt, when the server says so. */
  readonly retryAfter: number | null;

  /** Whether the database had ended the run before the report came, which it keeps as an event. */
  readonly late: boolean;

  constructor(
    code: RuntrailErrorCode,
    message: string,
    from: {
      status: number;
      details?: unknown;
      requestId?: string | null;
      retryAfter?: number | null;
      late?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: from.cause });
    this.code = code;
    this.status = from.status;
    this.details = from.details ?? null;
    this.requestId = from.requestId ?? null;
    this.retryAfter = from.retryAfter ?? null;
    this.late = from.late ?? false;
  }
}
