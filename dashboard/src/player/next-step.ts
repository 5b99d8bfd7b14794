/** What decides how a playback goes on. Times are ms since 1970. */
export interface Moment {
  time: number;
  /** The recording's last event so far. */
  end: number;
  /** Whether more is to come. */
  live: boolean;
  /** Until when everything is on the stage. */
  loadedTo: number;
  /** When the chunk begins that is to be loaded next; null when there is none. */
  nextChunkAt: number | null;
  /** The next event on the stage; null when there is none. */
  nextEventAt: number | null;
  skipsIdle: boolean;
}

/** What a playback does next. */
export type Step =
  | { do: "go" }
  | { do: "wait" }
  | { do: "end" }
  | { do: "skip"; to: number };

const [idleMs, leadMs] = [2_500, 500];

/** Whether the clock may go on, has to wait, has arrived, or passes over time without events. */
export function nextStep(moment: Moment): Step {
  const { time, end, live, loadedTo, nextChunkAt, nextEventAt, skipsIdle } = moment;
  if (time >= end) return { do: live ? "wait" : "end" };
  if (skipsIdle) {
    const next = nextEventAt ?? nextChunkAt ?? end;
    if (next - time > idleMs) return { do: "skip", to: next - leadMs };
  }
  if (nextChunkAt !== null && time >= loadedTo) return { do: "wait" };
  return { do: "go" };
}
