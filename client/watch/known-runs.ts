import { microseconds } from "./microseconds.ts";
import type { ExecutionChange, ExecutionState } from "./watch-types.ts";

interface Known {
  readonly state: ExecutionState;
  readonly isDeleted: boolean;
  /** How many messages had come when it was last changed by one. */
  readonly heardAt: number;
  readonly knownAt: number;
}

// Long enough for a message that was overtaken.
const REMEMBERED_MS = 600_000;
const MOST_ENDED = 1000;

/**
 * What a watch knows, from messages that may come late, twice or never and from answers that may be
 * older than a message that came first. Tells each change once, and never one that goes back.
 */
export class KnownRuns {
  readonly #runs = new Map<string, Known>();
  readonly #tell: (change: ExecutionChange) => void;
  #heard = 0;

  constructor(tell: (change: ExecutionChange) => void) {
    this.#tell = tell;
  }

  /** How many messages have come; what is asked now is answered as of then, or later. */
  get heard(): number {
    return this.#heard;
  }

  /** Those that may have changed unheard: all that run, and of those that ended the last 1 000. */
  get open(): string[] {
    const there = [...this.#runs.values()].filter(({ isDeleted }) => !isDeleted);
    const running = there.filter(({ state }) => state.status === "running");
    const ended = there.filter(({ state }) => state.status !== "running").slice(-MOST_ENDED);
    return [...running, ...ended].map(({ state }) => state.execution_id);
  }

  has(execution_id: string): boolean {
    return this.#runs.has(execution_id);
  }

  /** A message: the newer one counts, and an end always. */
  hear(state: ExecutionState): void {
    this.#heard++;
    this.#merge(state);
  }

  /**
   * An answer counts as it is, but for what a message has told since it was asked for.
   *
   * @param heard how many messages had come then
   * @param began what had ended before is known, and not told
   */
  learn(state: ExecutionState, heard: number, began: string | null): void {
    const known = this.#runs.get(state.execution_id);
    if (known && known.heardAt > heard) return this.#merge(state);
    if (known && (known.isDeleted || known.state.status !== "running")) return;
    const isPast = !known && began !== null && state.completed_at !== null &&
      microseconds(state.completed_at) < microseconds(began);
    this.#change(known, state, isPast);
  }

  /** It is gone: by a message, or because it is not found any more. */
  remove(execution_id: string, workflow_id?: string): void {
    const known = this.#runs.get(execution_id);
    const workflow = known?.state.workflow_id ?? workflow_id;
    if (known?.isDeleted || workflow === undefined) return;
    this.#keep(known?.state ?? unknown(execution_id, workflow), true);
    const previous_status = known?.state.status ?? null;
    this.#tell({ execution_id, workflow_id: workflow, status: "deleted", previous_status });
  }

  /** Forgets what ended a while ago, and before what answers still list. */
  forget(since: string): void {
    const [until, listed] = [Date.now() - REMEMBERED_MS, microseconds(since) - 60_000_000];
    for (const [id, { state, isDeleted, knownAt }] of this.#runs) {
      const isSettled = isDeleted || state.status !== "running";
      if (isSettled && knownAt < until && microseconds(state.created_at) < listed) {
        this.#runs.delete(id);
      }
    }
  }

  #merge(state: ExecutionState): void {
    const known = this.#runs.get(state.execution_id);
    if (known && (known.isDeleted || known.state.status !== "running")) return;
    const isOlder = known && state.status === "running" &&
      microseconds(state.updated_at) < microseconds(known.state.updated_at);
    if (!isOlder) this.#change(known, state, false);
  }

  #change(known: Known | undefined, state: ExecutionState, isPast: boolean): void {
    const previous_status = known?.state.status ?? null;
    const isNew = previous_status !== state.status || known?.state.progress !== state.progress;
    this.#keep(state, false);
    if (isNew && !isPast) this.#tell({ ...state, previous_status });
  }

  #keep(state: ExecutionState, isDeleted: boolean): void {
    // Behind all others: what changed last is last.
    this.#runs.delete(state.execution_id);
    this.#runs.set(state.execution_id, {
      ...{ state, isDeleted, heardAt: this.#heard, knownAt: Date.now() },
    });
  }
}

function unknown(execution_id: string, workflow_id: string): ExecutionState {
  const never = new Date(0).toISOString();
  return {
    ...{ execution_id, workflow_id, status: "running", progress: null },
    ...{ created_at: never, updated_at: never, completed_at: null },
  };
}
