import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, mode, moment, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({
  workflow_id: uuid,
  user_id: forUser,
  since: moment.optional().describe("Count executions created from then on."),
  until: moment.optional().describe("Count executions created before then."),
});

const number = z.number().nullable();

const output = z.strictObject({
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
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
  last_execution_at: timestamp.nullable(),
  most_common_mode: mode.nullable(),
  mode_usage: z.record(z.string(), z.int()),
  quality_usage: z.record(z.string(), z.int()),
  visual_streaming_usage_rate: number.describe("Percent of all executions."),
  average_visual_events_captured: number,
  average_visual_stream_duration: number.describe("Seconds."),
  computed_at: timestamp,
  computed_from: z.enum(["rows", "rollups"])
    .describe("rows: all exact; rollups: percentiles within 2 %, and whole UTC days."),
  since: timestamp.nullable().describe("Start of what was counted; null for no limit."),
  until: timestamp.nullable().describe("End of what was counted; null for no limit."),
});

const workflow = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const statistics: z.output<typeof output> = {
  workflow_id: workflow,
  workflow_name: "Order a kettle",
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
  last_execution_at: "2026-01-31T09:31:00.5+00:00",
  most_common_mode: "cloud-run",
  mode_usage: { "cloud-run": 3, "local-run": 1 },
  quality_usage: { high: 1 },
  visual_streaming_usage_rate: 25,
  average_visual_events_captured: 412,
  average_visual_stream_duration: 11.9,
  computed_at: "2026-01-31T10:00:00.000001+00:00",
  computed_from: "rows",
  since: null,
  until: null,
};

/** Statistics of a workflow. */
export const executionStats = operationSchema({
  summary: "Statistics of a workflow",
  input,
  output,
  examples: {
    lifetime: { input: { workflow_id: workflow }, output: statistics },
    january: {
      input: { workflow_id: workflow, since: "2026-01-01", until: "2026-02-01" },
      output: {
        ...statistics,
        since: "2026-01-01T00:00:00+00:00",
        until: "2026-02-01T00:00:00+00:00",
      },
    },
  },
});
