import type { Ask } from "./watch/ask-states.ts";
import { startWatch } from "./watch/start-watch.ts";
import type { ExecutionChange, Watch, WatchOptions, WatchTarget } from "./watch/watch-types.ts";

export type {
  ExecutionChange,
  ExecutionState,
  Watch,
  WatchOptions,
  WatchState,
  WatchTarget,
} from "./watch/watch-types.ts";

/** The method that goes on by itself. */
export interface WatchMethods {
  /**
   * Reports what becomes of executions until it is stopped: first what runs, or the one that is
   * watched, then each change of status and, by whole percents, of progress. A client made from a
   * supabase-js client is told as it happens and asks after every interruption, so that no change of
   * status is missed, reported twice or taken back; any other client asks every few seconds.
   * Progress that was overtaken meanwhile is left out.
   *
   * @example
   * const watch = runtrail.watch({ all: true }, ({ execution_id, status, progress }) => {
   *   console.log(execution_id, status, progress);
   * });
   * await watch.ready;
   */
  watch(
    target: WatchTarget,
    handler: (change: ExecutionChange) => void,
    options?: WatchOptions,
  ): Watch;
}

/** Makes this method. */
export function watchMethods(connection: unknown, ask: Ask): WatchMethods {
  return {
    watch: (target, handler, options = {}) => startWatch(connection, ask, target, handler, options),
  };
}
