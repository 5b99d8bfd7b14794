import type { RuntrailAnswer } from "../create-runtrail-client.ts";
import type { RuntrailError } from "../runtrail-error.ts";

/** What is watched: one execution, those of one workflow, or all that the caller may see. */
export type WatchTarget =
  & (
    | { readonly execution_id: string }
    | { readonly workflow_id: string }
    | { readonly all: true }
  )
  & {
    /** For the service: whose executions, as that user would see them. */
    readonly user_id?: string;
  };

/** Where an execution stands: what the API answers and what messages tell. */
export type ExecutionState = RuntrailAnswer<"executionStates">["states"][number];

/** What became of an execution. */
export type ExecutionChange =
  | ExecutionState & {
    /** What it was before; null the first time that the watch hears of it. */
    readonly previous_status: ExecutionState["status"] | null;
  }
  | {
    readonly execution_id: string;
    readonly workflow_id: string;
    readonly status: "deleted";
    readonly previous_status: ExecutionState["status"] | null;
  };

/** How changes come to be known. */
export interface WatchState {
  /**
   * `connecting`: at the start. `live`: they are told as they happen, and none has been missed.
   * `polling`: there is no Realtime, or the connection to it is lost and is tried again; they are
   * asked for. `stopped`: no more changes are reported.
   */
  readonly connection: "connecting" | "live" | "polling" | "stopped";
  /** Why it is polling, or has stopped by itself; else null. */
  readonly error: RuntrailError | Error | null;
}

/** How to watch. */
export interface WatchOptions {
  /** Told whenever the state changes. */
  readonly onState?: (state: WatchState) => void;
  /** Seconds between questions while polling; 10. */
  readonly pollSeconds?: number;
  /** Seconds between questions while live, for what may have been lost without a sign; 60. */
  readonly checkSeconds?: number;
  /** Stops the watch. */
  readonly signal?: AbortSignal;
}

/** A watch that goes on until it is stopped. */
export interface Watch {
  /**
   * Settled when what runs has been reported and changes are live, or are polled for because they
   * cannot be.
   *
   * @throws {RuntrailError} when nothing can be watched, for example `execution_not_found`
   */
  readonly ready: Promise<void>;
  readonly state: WatchState;
  /** Ends it: from now on nothing is reported. Settled when the channels are left. */
  stop(): Promise<void>;
}
