import type { Span } from "../recording/chunk-index.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

/** A place on the seek bar where something happened. */
export interface Mark {
  readonly at: number;
  /** Share of the bar, 0 to 1. */
  readonly place: number;
  readonly kind: "step" | "error";
  readonly text: string;
  /** How many entries it stands for. */
  readonly count: number;
}

/**
 * Marks for steps and errors. Those that would be nearer to each other than `apart` become one; an
 * error among them shows.
 *
 * @param apart Share of the bar.
 */
export function layMarks(entries: readonly TimelineEntry[], span: Span, apart: number): Mark[] {
  const marks: Mark[] = [];
  for (const { at, kind, level, text } of entries) {
    const isError = level === "error";
    if (at === null || (kind !== "step" && !isError)) continue;
    const place = Math.min(Math.max((at - span.from) / Math.max(span.to - span.from, 1), 0), 1);
    const mark: Mark = { at, place, kind: isError ? "error" : "step", text, count: 1 };
    const last = marks.at(-1);
    if (!last || place - last.place >= apart) marks.push(mark);
    else {
      const shown = isError && last.kind !== "error" ? { ...mark, place: last.place } : last;
      marks[marks.length - 1] = { ...shown, count: last.count + 1 };
    }
  }
  return marks;
}
