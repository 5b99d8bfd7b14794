import type { RuntrailInput } from "../create-runtrail-client.ts";
import type { RetryOptions } from "../retry.ts";
import type { OnTrackingError } from "./problem.ts";

/** What a run starts with, and how it is tracked. */
export type TrackOptions = RuntrailInput<"createExecution"> & {
  /** Values that never leave, as they are or encoded; at least 4 characters each. */
  readonly secrets?: readonly string[];
  /** Inputs that are stored as "[redacted]", and whose values become secrets. */
  readonly secret_inputs?: readonly string[];
  /** Told of everything that is lost or late; console.warn unless said otherwise. */
  readonly onTrackingError?: OnTrackingError;
  /** Node and Deno: a directory that keeps what cannot be sent, for the next start. */
  readonly spill?: string;
  /** Seconds between heartbeats; 15. At most a third of the workflow's limit. */
  readonly heartbeatSeconds?: number;
  /** Seconds to wait at the start for the run to be recorded; 5. Then the work begins all the same. */
  readonly createSeconds?: number;
  /** Seconds to wait at the end for what is not sent yet; 10. */
  readonly flushSeconds?: number;
  /** How reports are tried again: without an end, the waits grow to at most 15 seconds. */
  readonly retry?: Omit<RetryOptions, "attempts">;
  /** Cancels the run from here. */
  readonly signal?: AbortSignal;
};
