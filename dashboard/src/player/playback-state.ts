/** What a playback is doing. Times are ms since 1970. */
export interface PlaybackState {
  phase: "loading" | "ready" | "failed";
  /** What went wrong, when it has failed. */
  error: unknown;
  tab: string;
  time: number;
  isPlaying: boolean;
  /** Playing, while what comes next is not here yet. */
  isWaiting: boolean;
  /** Stays at the end of a session that goes on. */
  isFollowing: boolean;
  skipsIdle: boolean;
  speed: number;
  /** Whether something of the recording could not be shown. */
  isDamaged: boolean;
}

/** A playback that has not begun. */
export function newPlaybackState(): PlaybackState {
  return {
    ...{ phase: "loading", error: null, tab: "", time: 0, isPlaying: false, isWaiting: false },
    ...{ isFollowing: false, skipsIdle: false, speed: 1, isDamaged: false },
  };
}
