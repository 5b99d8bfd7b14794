/** Why `run.signal` is aborted, and what a step throws that would begin after that. */
export class RunCancelledError extends Error {
  override readonly name = "RunCancelledError";
  /** The reason that was given with the request to stop; null when there was none. */
  readonly reason: string | null;

  constructor(message: string, reason: string | null, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}
