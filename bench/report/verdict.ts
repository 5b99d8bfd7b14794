import { digits } from "./format.ts";

/** A promise, what came of it, and whether it was kept; null when nothing was to be judged. */
export interface Verdict {
  text: string;
  wanted: string;
  measured: string;
  met: boolean | null;
}

/** What is wanted; without a bound the value is told for comparison. */
export type Bound = { least: number } | { most: number } | null;

/** Judges a value; what was not measured (NaN) is neither met nor missed. */
export function verdict(text: string, bound: Bound, value: number): Verdict {
  const judged = { text, measured: digits(value) };
  if (bound === null) return { ...judged, wanted: "–", met: null };
  const met = "least" in bound ? value >= bound.least : value <= bound.most;
  return {
    ...judged,
    wanted: "least" in bound ? `≥ ${bound.least}` : `≤ ${bound.most}`,
    met: Number.isFinite(value) ? met : null,
  };
}
