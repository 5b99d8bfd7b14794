import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, moment, timestamp, uuid } from "./fields.ts";
import { computedFrom, exampleSummary, summary } from "./summary.ts";

const input = z.strictObject({
  workflow_id: uuid,
  user_id: forUser,
  since: moment.optional().describe("Count executions created from then on."),
  until: moment.optional().describe("Count executions created before then."),
});

const output = z.strictObject({
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  ...summary,
  last_execution_at: timestamp.nullable(),
  computed_at: timestamp,
  computed_from: computedFrom,
  since: timestamp.nullable().describe("Start of what was counted; null for no limit."),
  until: timestamp.nullable().describe("End of what was counted; null for no limit."),
});

const workflow = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const statistics: z.output<typeof output> = {
  workflow_id: workflow,
  workflow_name: "Order a kettle",
  ...exampleSummary,
  last_execution_at: "2026-01-31T09:31:00.5+00:00",
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
