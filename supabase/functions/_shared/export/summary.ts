import type { Ending } from "./pages.ts";

/** What the end of a file says of it, so that one that was cut is noticed. */
export interface Summary {
  /** How many executions the file holds. */
  readonly rows: number;
  /** SHA-256 in hex; of what, each format says. */
  readonly sha256: string;
  readonly snapshot: string;
  /** Null when everything has come, else where to go on. */
  readonly after: string | null;
  /** Why it ended too early, where something failed. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Puts the summary together. */
export function summaryOf(ending: Ending, sha256: string): Summary {
  const { rows, snapshot, after, problem } = ending;
  const summary = { rows, sha256, snapshot, after };
  if (!problem) return summary;
  return { ...summary, error: { code: problem.code, message: problem.message } };
}
