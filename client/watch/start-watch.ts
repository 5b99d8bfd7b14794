import { pause } from "../pause.ts";
import { backoff, isPassing } from "../retry.ts";
import { RuntrailError } from "../runtrail-error.ts";
import { type Ask, askStates, type Told } from "./ask-states.ts";
import { KnownRuns } from "./known-runs.ts";
import { readMessage } from "./message.ts";
import { Topics } from "./topics.ts";
import type {
  ExecutionChange,
  Watch,
  WatchOptions,
  WatchState,
  WatchTarget,
} from "./watch-types.ts";

// About two minutes of refused tokens, once it has begun.
const MOST_REFUSALS = 10;

/** Watches: asks, joins, asks again, and from then on after every interruption. */
export function startWatch(
  connection: unknown,
  ask: Ask,
  target: WatchTarget,
  handler: (change: ExecutionChange) => void,
  { onState, pollSeconds = 10, checkSeconds = 60, signal }: WatchOptions,
): Watch {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  // Whoever does not wait for it is told by onState.
  ready.promise.catch(() => {});
  let state: WatchState = { connection: "connecting", error: null };
  let isDue = true;
  let wake = () => {};

  const runs = new KnownRuns((change) => {
    if (!stopping.signal.aborted) apart(() => handler(change));
  });
  const topics = new Topics(connection, {
    onEvent(event, payload) {
      const told = readMessage(target, event, payload);
      if (!told) return;
      if ("deleted" in told) {
        told.deleted.forEach((one) => runs.remove(one.execution_id, one.workflow_id));
      } else {
        const { execution_id, created_at, updated_at } = told.changed;
        // Its beginning was not told, and perhaps not that of others.
        if (!runs.has(execution_id) && created_at !== updated_at) askNow();
        runs.hear(told.changed);
      }
    },
    onJoined: askNow,
    onLost: (error) => {
      if (state.connection === "polling") return;
      if (state.connection === "live") become("polling", error);
      askNow();
    },
  });

  function askNow(): void {
    isDue = true;
    wake();
  }

  function become(connection: WatchState["connection"], error: WatchState["error"] = null): void {
    if (state.connection === "stopped") return;
    if (state.connection === connection && state.error === error) return;
    state = { connection, error };
    apart(() => onState?.(state));
  }

  async function run(): Promise<void> {
    let last: Told | null = null;
    let began: string | null = null;
    let [failures, refusals] = [0, 0];
    while (!stopping.signal.aborted) {
      let waitMs = 0;
      isDue = false;
      try {
        const wereJoined = topics.areJoined;
        last = await askStates((input) => ask(input, stopping.signal), target, runs, last, began);
        if (stopping.signal.aborted) return;
        began ??= last.as_of;
        [failures, refusals] = [0, 0];
        topics.join(last.topics);
        // Lost and joined again meanwhile: what was told in between may be missing.
        if (isDue) continue;
        if (wereJoined && topics.areJoined) become("live");
        else if (topics.error && !topics.areJoined) become("polling", topics.error);
        if (state.connection !== "connecting") ready.resolve();
        waitMs = 1000 * (topics.areJoined ? checkSeconds : pollSeconds);
      } catch (error) {
        if (stopping.signal.aborted) return;
        const isRefused = error instanceof RuntrailError && error.status === 401;
        const passes = isPassing(error) ||
          isRefused && last !== null && ++refusals < MOST_REFUSALS;
        if (!passes) return end(error);
        if (state.connection !== "connecting") {
          become("polling", error instanceof Error ? error : null);
        }
        const asked = error instanceof RuntrailError ? error.retryAfter ?? 0 : 0;
        waitMs = Math.max(asked * 1000, backoff(++failures, {}));
      }
      const waiting = new AbortController();
      wake = () => waiting.abort();
      await pause(waitMs, AbortSignal.any([waiting.signal, stopping.signal]));
    }
  }

  function end(error: unknown): void {
    const cause = error instanceof Error ? error : new Error(`${error}`);
    ready.reject(cause);
    become("stopped", cause);
    void stop();
  }

  async function stop(): Promise<void> {
    become("stopped");
    stopping.abort();
    ready.resolve();
    await topics.leave();
  }

  if (signal?.aborted) void stop();
  else signal?.addEventListener("abort", () => void stop(), { once: true });
  void run();
  return {
    ready: ready.promise,
    stop,
    get state() {
      return state;
    },
  };
}

/** What a caller's function throws is theirs, and does not disturb the watch. */
function apart(does: () => void): void {
  try {
    does();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
