import type { Timeline } from "./timeline.ts";

/** From offsets in seconds to places across, in percent. */
export interface Scale {
  /** The offset at the left edge: zero, or before it. */
  readonly first: number;
  /** The offset at the right edge. */
  readonly last: number;
  readonly place: (offset: number) => number;
}

/** The scale of a timeline: from its first moment, or the start of the run, to its end. */
export function scaleOf({ entries, starts_at, ends_at }: Timeline): Scale {
  const first = Math.min(0, entries[0]?.offset_seconds ?? 0);
  const length = Math.max((Date.parse(ends_at) - Date.parse(starts_at)) / 1000, 0.001);
  const place = (offset: number) => {
    const share = Math.min(Math.max((offset - first) / length, 0), 1);
    return Number((100 * share).toFixed(2));
  };
  return { first, last: first + length, place };
}
