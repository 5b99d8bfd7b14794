import * as z from "zod";
import { mode } from "./fields.ts";

const number = z.number().nullable();

/** Executions summed up, as every statistic shows them. */
export const summary = {
  total_executions: z.int(),
  successful_executions: z.int(),
  failed_executions: z.int(),
  cancelled_executions: z.int(),
  running_executions: z.int(),
  success_rate: number.describe("Percent of the finished executions."),
  average_execution_time: number.describe("Seconds."),
  min_execution_time: number,
  max_execution_time: number,
  p50_execution_time: number,
  p95_execution_time: number,
  p99_execution_time: number,
  most_common_mode: mode.nullable(),
  mode_usage: z.record(z.string(), z.int()),
  quality_usage: z.record(z.string(), z.int()),
  visual_streaming_usage_rate: number.describe("Percent of all executions."),
  average_visual_events_captured: number,
  average_visual_stream_duration: number.describe("Seconds."),
};

/** A summary for examples. */
export const exampleSummary = {
  total_executions: 4,
  successful_executions: 2,
  failed_executions: 1,
  cancelled_executions: 0,
  running_executions: 1,
  success_rate: 66.67,
  average_execution_time: 10.903,
  min_execution_time: 8.02,
  max_execution_time: 12.345,
  p50_execution_time: 12.345,
  p95_execution_time: 12.345,
  p99_execution_time: 12.345,
  most_common_mode: "cloud-run",
  mode_usage: { "cloud-run": 3, "local-run": 1 },
  quality_usage: { high: 1 },
  visual_streaming_usage_rate: 25,
  average_visual_events_captured: 412,
  average_visual_stream_duration: 11.9,
} as const;

/** How statistics were computed. */
export const computedFrom = z.enum(["rows", "rollups"])
  .describe("rows: all exact; rollups: percentiles within 2 %, and whole UTC days.");
