import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { mode, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({ execution_id: uuid });

const comparable = z.strictObject({
  execution_id: uuid,
  created_at: timestamp,
  completed_at: timestamp,
  execution_time_seconds: z.number(),
  seconds_before: z.number().describe("By how much it was created earlier."),
  same_inputs: z.boolean(),
  payloads_expired_at: timestamp.nullable()
    .describe("When retention removed its result, logs and events; null while they are kept."),
  why: z.string().describe("What makes it comparable, in words."),
});

const output = z.strictObject({
  execution_id: uuid.describe("The execution asked about."),
  workflow_id: uuid,
  mode,
  status,
  last_good: comparable.nullable()
    .describe("The latest success of the same owner, workflow and mode before it; null: none."),
  search_limited: z.boolean()
    .describe("10 000 executions of the other mode were passed over; more may lie beyond."),
});

const asked = {
  execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  mode: "cloud-run",
  status: "failed",
} as const;

/** The execution to hold a bad one against. */
export const lastGoodExecution = operationSchema({
  summary: "Find the latest comparable success before an execution",
  input,
  output,
  examples: {
    found: {
      input: { execution_id: asked.execution_id },
      output: {
        ...asked,
        last_good: {
          execution_id: "0198bccb-1d5a-7e02-b6f3-6a7b8c9d0e1f",
          created_at: "2026-01-30T09:30:00+00:00",
          completed_at: "2026-01-30T09:30:12.345+00:00",
          execution_time_seconds: 12.345,
          seconds_before: 86400,
          same_inputs: true,
          payloads_expired_at: null,
          why: "The latest completed cloud-run of the same workflow that was created before this " +
            "run, with the same inputs.",
        },
        search_limited: false,
      },
    },
    none: {
      input: { execution_id: asked.execution_id },
      output: { ...asked, last_good: null, search_limited: false },
    },
  },
});
