import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, moment, timestamp, uuid } from "./fields.ts";
import { computedFrom, exampleSummary, summary } from "./summary.ts";

const input = z.strictObject({
  user_id: forUser,
  since: moment.optional().describe("Count executions created from then on."),
  until: moment.optional().describe("Count executions created before then."),
});

const rankedWorkflow = z.strictObject({
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  total_executions: z.int().describe("Finished executions."),
  failed_executions: z.int(),
  success_rate: z.number().nullable().describe("Percent of the finished executions."),
  average_execution_time: z.number().nullable().describe("Seconds."),
  previous_average_execution_time: z.number().nullable()
    .describe("In the equal window before; null if nothing finished there."),
  slowdown: z.number().nullable()
    .describe("Percent by which the average is greater than before; null: nothing to compare."),
});

const output = z.strictObject({
  total_workflows: z.int().describe("Workflows that the executions are of."),
  ...summary,
  last_execution_at: timestamp.nullable(),
  since: timestamp.nullable().describe("Start of what was counted; null for no limit."),
  until: timestamp.nullable().describe("End of what was counted; null for no limit."),
  computed_from: computedFrom,
  computed_at: timestamp,
  most_failing: z.array(rankedWorkflow).describe("By failed executions; at most 5."),
  slowing_down: z.array(rankedWorkflow)
    .describe("By slowdown, with at least 5 finished executions in both windows; at most 5."),
  most_run: z.array(rankedWorkflow).describe("By finished executions; at most 5."),
  ranked_since: timestamp.describe("Start of the UTC days that the lists count."),
  ranked_until: timestamp.describe("End of the UTC days that the lists count."),
});

const kettle = {
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  total_executions: 40,
  failed_executions: 3,
  success_rate: 92.5,
  average_execution_time: 12.5,
  previous_average_execution_time: 10,
  slowdown: 25,
};
const overview: z.output<typeof output> = {
  total_workflows: 1,
  ...exampleSummary,
  last_execution_at: "2026-01-31T09:31:00.5+00:00",
  since: null,
  until: null,
  computed_from: "rollups",
  computed_at: "2026-01-31T10:00:00.000001+00:00",
  most_failing: [kettle],
  slowing_down: [kettle],
  most_run: [kettle],
  ranked_since: "2026-01-02T00:00:00+00:00",
  ranked_until: "2026-02-01T00:00:00+00:00",
};

/** Statistics over all workflows, and which of them stand out. */
export const executionOverview = operationSchema({
  summary: "Statistics over all workflows, and those that fail, slow down and run most",
  input,
  output,
  examples: {
    lifetime: { input: {}, output: overview },
    january: {
      input: { since: "2026-01-01", until: "2026-02-01" },
      output: {
        ...overview,
        since: "2026-01-01T00:00:00+00:00",
        until: "2026-02-01T00:00:00+00:00",
        ranked_since: "2026-01-01T00:00:00+00:00",
      },
    },
  },
});
