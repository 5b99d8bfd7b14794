import type { Span } from "../recording/chunk-index.ts";
import { format } from "../shell/format.ts";
import type { PlaybackState } from "./playback-state.ts";

/** What is said over the stage instead of, or beside, what it shows. */
export interface StageNote {
  text: string;
  /** Whether what is on the stage is not what was then. */
  hides: boolean;
  /** Whether it is shown only when it lasts. */
  isPassing: boolean;
}

/** Why the stage does not show the moment as it was; null when it does. */
export function stageNote(
  { phase, time, isWaiting }: PlaybackState,
  known: { start: number; tab: Span | null; gaps: readonly Span[]; live: boolean },
): StageNote | null {
  const { start, tab, gaps, live } = known;
  const at = (ms: number) => format.clock(ms - start);
  if (phase === "loading") return { text: "Loading…", hides: false, isPassing: true };
  if (tab && time < tab.from) {
    return { text: `This tab was opened at ${at(tab.from)}.`, hides: true, isPassing: false };
  }
  const gap = gaps.find(({ from, to }) => from < time && time < to);
  if (gap) {
    const text = `From ${at(gap.from)} to ${at(gap.to)} the recording is missing.`;
    return { text, hides: false, isPassing: false };
  }
  if (!isWaiting) return null;
  return { text: live ? "Waiting for the run…" : "Loading…", hides: false, isPassing: true };
}
