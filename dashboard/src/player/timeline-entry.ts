/** A step or a line of the log, in the list beside the player. */
export interface TimelineEntry {
  readonly key: string;
  readonly kind: "step" | "log";
  /** Milliseconds since 1970; null when nobody noted when it was. */
  readonly at: number | null;
  readonly text: string;
  readonly level: "debug" | "info" | "warn" | "error";
  /** How many steps it was done in. */
  readonly depth: number;
  /** How a step has gone, and for how long. */
  readonly outcome: "running" | "completed" | "failed" | null;
  readonly ms: number | null;
  /** Why a step failed. */
  readonly problem: string | null;
}
