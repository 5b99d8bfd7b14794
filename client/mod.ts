/** The typed client of Runtrail's functions, made from the contract they answer to. */
export type { ProjectAddress, SupabaseClientLike } from "./connection.ts";
export { createRuntrailClient } from "./create-runtrail-client.ts";
export type {
  CallOptions,
  ClientOptions,
  RuntrailAnswer,
  RuntrailClient,
  RuntrailInput,
  RuntrailMethod,
} from "./create-runtrail-client.ts";
export { createRedactor } from "./redact/create-redactor.ts";
export type { Redactor } from "./redact/create-redactor.ts";
export type { RetryOptions } from "./retry.ts";
export type { ExportedFile, ExportInput, ExportMethods, ExportSummary } from "./export-methods.ts";
export type { ExportedExecution } from "./api.ts";
export { RuntrailError } from "./runtrail-error.ts";
export type { RuntrailErrorCode } from "./runtrail-error.ts";
export type { TimelineMethods } from "./timeline-methods.ts";
export type { OnTrackingError, TrackingProblem } from "./track/problem.ts";
export { RunCancelledError } from "./track/run-cancelled-error.ts";
export { track } from "./track/track.ts";
export type { TrackOptions } from "./track/track-options.ts";
export type { LogOptions, TrackedRun } from "./track/tracked-run.ts";
export type { StreamLine, StreamOptions, VisualMethods } from "./visual-methods.ts";
export type {
  ExecutionChange,
  ExecutionState,
  Watch,
  WatchMethods,
  WatchOptions,
  WatchState,
  WatchTarget,
} from "./watch-methods.ts";
