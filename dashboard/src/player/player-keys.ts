import type { KeyActions } from "./keys.ts";
import type { Mark } from "./marks.ts";
import type { Playback } from "./playback.ts";
import { speeds } from "./transport.ts";

/** What keys do to a playback. */
export function playerKeys(
  playback: Playback,
  span: () => { from: number; to: number },
  marks: () => readonly Mark[],
): KeyActions {
  const { state } = playback;
  const go = (at: number) => {
    state.isFollowing = false;
    const { from, to } = span();
    void playback.seek(Math.min(Math.max(at, from), to));
  };
  return {
    toggle: () => state.isPlaying ? playback.pause() : playback.play(),
    move: (seconds) => go(state.time + seconds * 1000),
    step(direction) {
      const mark = direction === 1
        ? marks().find(({ at }) => at > state.time + 50)
        // Just after a step, "back" means the one before it.
        : marks().findLast(({ at }) => at < state.time - 1000);
      if (mark) go(mark.at);
    },
    toStart: () => go(span().from),
    toEnd: () => playback.isLive ? void playback.follow() : go(span().to),
    speed(direction) {
      const next = speeds[speeds.indexOf(state.speed) + direction];
      if (next !== undefined) playback.setSpeed(next);
    },
    toggleIdle: () => playback.skipIdle(!state.skipsIdle),
  };
}
