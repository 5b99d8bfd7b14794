import {
  type ExecutionChange,
  type RuntrailClient,
  type Watch,
  type WatchOptions,
  type WatchState,
  type WatchTarget,
} from "../../../client/mod.ts";

/** A watch, and what it has reported. */
export interface Watching {
  readonly watch: Watch;
  readonly changes: readonly ExecutionChange[];
  readonly states: readonly WatchState[];
  /** Waits until it has reported what is looked for. */
  until(isThere: () => boolean): Promise<void>;
}

/** Starts a watch that keeps what it reports. */
export function startWatching(
  client: RuntrailClient,
  target: WatchTarget,
  options: WatchOptions = {},
): Watching {
  const [changes, states]: [ExecutionChange[], WatchState[]] = [[], []];
  let wake = () => {};
  const watch = client.watch(target, (change) => {
    changes.push(change);
    wake();
  }, {
    ...options,
    onState(state) {
      states.push(state);
      wake();
    },
  });
  return {
    ...{ watch, changes, states },
    async until(isThere) {
      while (!isThere()) await new Promise<void>((resolve) => wake = resolve);
    },
  };
}
