import type { PlaybackState } from "./playback-state.ts";
import type { StageKeeper } from "./stage-keeper.ts";

const [lookMs, aheadMs, againMs] = [250, 20_000, 3_000];

/**
 * Loads ahead of a playback, the further the faster it is.
 *
 * @param on.look More may be here than before.
 * @param on.failure What is needed now could not be loaded; what is needed later is tried again.
 * @returns Ends it.
 */
export function keepLoaded(
  state: PlaybackState,
  stages: StageKeeper,
  on: { look(): void; failure(error: unknown): void },
): () => void {
  let againAt = 0;
  async function look(): Promise<void> {
    if (performance.now() < againAt) return;
    try {
      await stages.loadAhead(state.time + aheadMs * Math.max(state.speed, 1));
      on.look();
    } catch (error) {
      againAt = performance.now() + againMs;
      if (state.isWaiting) on.failure(error);
    }
  }
  const timer = setInterval(() => void look(), lookMs);
  return () => clearInterval(timer);
}
