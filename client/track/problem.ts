/** Something that went wrong with the reports of a run; the run itself goes on. */
export interface TrackingProblem {
  /**
   * - `delayed`: the API cannot be reached; what is reported waits and is tried again.
   * - `spilled`: what could not be sent is on disk, for the next start to send.
   * - `late`: the database had ended the run before; what was reported since is kept as events.
   * - `dropped`: too many log lines waited; the oldest of them are given up.
   * - `lost`: the API refuses it for good, or there was nowhere left to keep it.
   */
  readonly kind: "delayed" | "spilled" | "late" | "dropped" | "lost";
  /** What happened, in words. */
  readonly message: string;
  /** How many reports it concerns; a run that could not be recorded counts as one. */
  readonly reports: number;
  /** The run; null while it has not been recorded. */
  readonly execution_id: string | null;
  readonly cause?: unknown;
}

/** Told of every problem. */
export type OnTrackingError = (problem: TrackingProblem) => void;

/** Tells of a problem; what the listener throws is nobody's. */
export function tell(listener: OnTrackingError, problem: TrackingProblem): void {
  try {
    listener(problem);
  } catch {
    // Tracking never breaks the run, and neither does whoever listens to it.
  }
}

/** How a failure reads within a sentence. */
export function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
