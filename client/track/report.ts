import type { RuntrailInput } from "../create-runtrail-client.ts";

/** What a run starts with; the idempotency key makes sure that it is made once. */
export type Creation = RuntrailInput<"createExecution"> & { idempotency_key: string };

/** A line or the start or end of a step, as append_logs takes it. */
export interface Entry {
  readonly id: string;
  readonly at: string;
  readonly kind?: "log" | "step_started" | "step_finished";
  readonly level?: "debug" | "info" | "warn" | "error";
  readonly step?: string;
  readonly step_id?: string;
  readonly message?: string;
  readonly data?: unknown;
}

/** How a run ended. */
export interface End {
  readonly status: "completed" | "failed" | "cancelled";
  readonly result?: unknown;
  readonly error?: string;
  readonly execution_time_seconds: number;
}

/** What is reported at once. */
export type Content =
  | { readonly entry: Entry }
  | { readonly progress: number }
  | { readonly end: End };

/** A report of a run; `n` counts them from 1. */
export type Report = Content & { readonly n: number };

const LARGEST_BATCH = 512 * 1024;
const LONGEST_BATCH = 500;

/** As many of the first reports as fit into one call. */
export function firstBatch(reports: readonly Report[]): Report[] {
  let bytes = 0;
  const end = reports.findIndex((report, at) => {
    bytes += JSON.stringify(report).length;
    return at > 0 && (bytes > LARGEST_BATCH || at >= LONGEST_BATCH);
  });
  return reports.slice(0, end < 0 ? undefined : end);
}

/** One call for several reports. */
export function merged(
  execution_id: string,
  reports: readonly Report[],
): RuntrailInput<"updateExecution"> {
  const append_logs = reports.flatMap((report) => "entry" in report ? [report.entry] : []);
  const progress = reports.findLast((report) => "progress" in report)?.progress;
  const end = reports.find((report) => "end" in report)?.end;
  return {
    execution_id,
    ...(append_logs.length > 0 ? { append_logs: append_logs as AppendLogs } : {}),
    ...(progress === undefined ? {} : { progress }),
    ...end,
  };
}

type AppendLogs = NonNullable<RuntrailInput<"updateExecution">["append_logs"]>;
