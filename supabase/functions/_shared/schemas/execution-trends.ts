import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, moment, timestamp, uuid } from "./fields.ts";
import { computedFrom, exampleSummary, summary } from "./summary.ts";

const bucket = z.enum(["hour", "day", "week", "month"]);

const input = z.strictObject({
  workflow_id: uuid.optional().describe("All workflows when absent."),
  bucket: bucket.optional().describe("day when absent. Weeks start on Monday."),
  since: moment.optional()
    .describe("24 hours, 30 days, 12 weeks or 12 months before until when absent."),
  until: moment.optional().describe("Now when absent."),
  timezone: z.string().max(100).optional()
    .describe("Where buckets start: a name such as Europe/Berlin; UTC when absent."),
  user_id: forUser,
});

const point = z.strictObject({
  starts_at: timestamp.describe("A point ends where the next one starts."),
  total_executions: summary.total_executions,
  successful_executions: summary.successful_executions,
  failed_executions: summary.failed_executions,
  cancelled_executions: summary.cancelled_executions,
  running_executions: summary.running_executions,
  success_rate: summary.success_rate,
  average_execution_time: summary.average_execution_time,
  p50_execution_time: summary.p50_execution_time,
  p95_execution_time: summary.p95_execution_time,
  mode_usage: summary.mode_usage,
  visual_streaming_usage_rate: summary.visual_streaming_usage_rate,
});

const change = z.number().nullable();

const output = z.strictObject({
  workflow_id: uuid.nullable(),
  workflow_name: z.string().nullable(),
  bucket,
  timezone: z.string(),
  since: timestamp.describe("Start of the first point."),
  until: timestamp.describe("End of the last point."),
  points: z.array(point).describe("One for each bucket, without gaps; at most 400."),
  total: z.strictObject(summary).describe("The whole window."),
  previous: z.strictObject(summary).describe("As many buckets before the window."),
  previous_since: timestamp,
  change: z.strictObject({
    total_executions: change.describe("Percent, as all but success_rate."),
    success_rate: change.describe("Percentage points."),
    average_execution_time: change,
    p50_execution_time: change,
    p95_execution_time: change,
  }).describe("From previous to total; null where there is nothing to compare."),
  computed_from: computedFrom,
  missing_executions: z.int()
    .describe("Executions of these days that retention removed and rows no longer show."),
  computed_at: timestamp,
});

const january: z.output<typeof output> = {
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  bucket: "month",
  timezone: "UTC",
  since: "2026-01-01T00:00:00+00:00",
  until: "2026-02-01T00:00:00+00:00",
  points: [{
    starts_at: "2026-01-01T00:00:00+00:00",
    total_executions: exampleSummary.total_executions,
    successful_executions: exampleSummary.successful_executions,
    failed_executions: exampleSummary.failed_executions,
    cancelled_executions: exampleSummary.cancelled_executions,
    running_executions: exampleSummary.running_executions,
    success_rate: exampleSummary.success_rate,
    average_execution_time: exampleSummary.average_execution_time,
    p50_execution_time: exampleSummary.p50_execution_time,
    p95_execution_time: exampleSummary.p95_execution_time,
    mode_usage: exampleSummary.mode_usage,
    visual_streaming_usage_rate: exampleSummary.visual_streaming_usage_rate,
  }],
  total: exampleSummary,
  previous: { ...exampleSummary, total_executions: 2, success_rate: 50 },
  previous_since: "2025-12-01T00:00:00+00:00",
  change: {
    total_executions: 100,
    success_rate: 16.67,
    average_execution_time: 0,
    p50_execution_time: 0,
    p95_execution_time: 0,
  },
  computed_from: "rollups",
  missing_executions: 0,
  computed_at: "2026-01-31T10:00:00.000001+00:00",
};

/** A series over time. */
export const executionTrends = operationSchema({
  summary: "Statistics over time, and the change to the time before",
  input,
  output,
  examples: {
    january: {
      input: {
        workflow_id: january.workflow_id ?? undefined,
        bucket: "month",
        since: "2026-01-01",
        until: "2026-02-01",
      },
      output: january,
    },
    days_in_berlin: {
      input: {
        bucket: "day",
        since: "2026-01-01T00:00:00+01:00",
        until: "2026-01-02T00:00:00+01:00",
        timezone: "Europe/Berlin",
      },
      output: {
        ...january,
        workflow_id: null,
        workflow_name: null,
        bucket: "day",
        timezone: "Europe/Berlin",
        since: "2025-12-31T23:00:00+00:00",
        until: "2026-01-01T23:00:00+00:00",
        points: january.points.map((one) => ({ ...one, starts_at: "2025-12-31T23:00:00+00:00" })),
        previous_since: "2025-12-30T23:00:00+00:00",
        computed_from: "rows",
        missing_executions: 12,
      },
    },
  },
});
