import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { comparedJson } from "./compared-json.ts";
import { comparedLogs } from "./compared-logs.ts";
import { comparedSteps } from "./compared-steps.ts";
import { mode, quality, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({
  a: uuid.describe("An execution: the good one, say."),
  b: uuid.describe("Another: the bad one, say."),
});

const number = z.number().nullable();
const whole = z.int().nullable();

const recording = z.strictObject({
  visual_enabled: z.boolean(),
  visual_quality: quality.nullable(),
  session_id: z.string().nullable(),
  visual_events_captured: whole,
  visual_stream_duration: number.describe("Seconds."),
  visual_expired_at: timestamp.nullable(),
  tabs: whole.describe("From here on what is stored; null when the execution does not stream."),
  stored_events: whole,
  stored_bytes: whole,
  lost_events: whole,
  missing_chunks: whole,
  replay_score: whole.describe("How well it can be replayed, 0 to 100; null without a chunk."),
});

const compared = z.strictObject({
  execution_id: uuid,
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  status,
  mode,
  created_at: timestamp,
  completed_at: timestamp.nullable(),
  execution_time_seconds: number,
  error: z.string().nullable().describe("Cut to 500 characters."),
  error_code: z.string().nullable(),
  payloads_expired_at: timestamp.nullable(),
  recording,
});

const divergence = z.strictObject({
  part: z.enum(["steps", "logs", "status", "error", "result"]),
  sentence: z.string(),
  a_position: whole.describe("Of the step or the line, from 1."),
  b_position: whole,
  a_seconds: number.describe("From the start of the execution."),
  b_seconds: number,
  path: z.string().nullable().describe("In the result."),
});

const gone = "null where retention has removed those of an execution.";

const output = z.strictObject({
  a: compared,
  b: compared,
  same_workflow: z.boolean(),
  same_mode: z.boolean(),
  same_status: z.boolean(),
  seconds_difference: number.describe("Duration of b minus that of a."),
  seconds_ratio: number.describe("Duration of b by that of a."),
  first_divergence: divergence.nullable().describe("Where they went apart; null: nowhere."),
  inputs: comparedJson,
  result: comparedJson.nullable().describe(`How the results differ; ${gone}`),
  steps: comparedSteps.nullable().describe(`The steps side by side; ${gone}`),
  logs: comparedLogs.nullable().describe(`How the log lines differ; ${gone}`),
  notes: z.array(z.string()).describe("What to know about the comparison, in sentences."),
  truncated: z.boolean().describe("A part was not compared, or is not listed, in full."),
});

const good: z.output<typeof compared> = {
  execution_id: "0198bccb-1d5a-7e02-b6f3-6a7b8c9d0e1f",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  status: "completed",
  mode: "cloud-run",
  created_at: "2026-01-30T09:30:00+00:00",
  completed_at: "2026-01-30T09:30:12.345+00:00",
  execution_time_seconds: 12.345,
  error: null,
  error_code: null,
  payloads_expired_at: null,
  recording: {
    visual_enabled: false,
    visual_quality: null,
    session_id: null,
    visual_events_captured: null,
    visual_stream_duration: null,
    visual_expired_at: null,
    tabs: null,
    stored_events: null,
    stored_bytes: null,
    lost_events: null,
    missing_chunks: null,
    replay_score: null,
  },
};
const bad: z.output<typeof compared> = {
  ...good,
  execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69",
  status: "failed",
  created_at: "2026-01-31T09:30:00+00:00",
  completed_at: "2026-01-31T09:30:31.4+00:00",
  execution_time_seconds: 31.4,
  error: "no element matches #buy",
};

/** Two executions side by side. */
export const compareExecutions = operationSchema({
  summary: "Compare two executions, and find where they went apart",
  input,
  output,
  examples: {
    goodAndBad: {
      input: { a: good.execution_id, b: bad.execution_id },
      output: {
        a: good,
        b: bad,
        same_workflow: true,
        same_mode: true,
        same_status: false,
        seconds_difference: 19.055,
        seconds_ratio: 2.544,
        first_divergence: {
          part: "steps",
          sentence: 'Step 1, "pay", completed in a and failed in b: "no element matches #buy".',
          a_position: 1,
          b_position: 1,
          a_seconds: 1.2,
          b_seconds: 1.4,
          path: null,
        },
        inputs: { is_same: true, same_shape: true, changes: [], truncated: false },
        result: {
          is_same: false,
          same_shape: false,
          changes: [{
            path: "",
            change: "removed",
            a_type: "object",
            b_type: null,
            a: { price: 12.5 },
            b: null,
          }],
          truncated: false,
        },
        steps: {
          is_same: false,
          a_steps: 1,
          b_steps: 1,
          common_steps: 1,
          pairs: [{
            name: "pay",
            change: "outcome",
            a_position: 1,
            b_position: 1,
            a_outcome: "completed",
            b_outcome: "failed",
            a_seconds: 11,
            b_seconds: 30,
            seconds_difference: 19,
            a_started_after: 1.2,
            b_started_after: 1.4,
            a_error: null,
            b_error: "no element matches #buy",
          }],
          truncated: false,
        },
        logs: {
          is_same: true,
          a_lines: 4,
          b_lines: 4,
          common_lines: 4,
          compared_by: "order",
          first_difference: null,
          differences: [],
          truncated: false,
        },
        notes: [],
        truncated: false,
      },
    },
  },
});
