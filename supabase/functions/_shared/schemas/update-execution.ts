import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import {
  count,
  json,
  jsonObject,
  moment,
  percent,
  seconds,
  sessionId,
  status,
  tags,
  uuid,
} from "./fields.ts";

const eventId = z.string().min(1).max(64);

const line = {
  at: moment.nullish().describe("When it happened; on arrival when absent."),
  level: z.enum(["debug", "info", "warn", "error"]).nullish().describe("info when absent."),
  data: json.optional().describe("Anything structured that belongs to it."),
  id: eventId.nullish()
    .describe("The runner's own id: an entry is taken once, however often it is sent."),
  step_id: eventId.nullish().describe(
    "id of a step_started: of step_finished, the step that ends; else the step it happened in.",
  ),
};

const logEntry = z.union([
  z.string(),
  z.strictObject({
    message: z.string(),
    kind: z.literal("log").nullish(),
    step: z.string().max(200).nullish().describe("Name of the step it belongs to."),
    ...line,
  }),
  z.strictObject({
    kind: z.enum(["step_started", "step_finished"])
      .describe("A step ends as failed when step_finished has the level error, else as completed."),
    step: z.string().max(200).describe("The step's name."),
    message: z.string().nullish().describe("Why it failed, for example."),
    ...line,
  }),
]);

const input = z.strictObject({
  execution_id: uuid,
  status: status.optional()
    .describe("running may become completed, failed or cancelled, once; a final status stays."),
  result: json.optional().describe("Any JSON, at most 1 MiB."),
  error: z.string().optional().describe("Why it failed, in words; at most 64 KiB."),
  logs: z.array(json).optional().describe(
    "Replaces the log: lines of any form, as the runner writes them; at most 10 000 and 1 MiB.",
  ),
  append_logs: z.array(logEntry).optional().describe("Adds lines and steps while the run lasts."),
  execution_time_seconds: seconds.optional()
    .describe("Duration; set by the database when the status turns final and none is given."),
  visual_events_captured: count.optional().describe("Number of page events recorded."),
  visual_stream_duration: seconds.optional().describe("Seconds streamed."),
  progress: percent.optional().describe("Percent done."),
  session_id: sessionId.optional().describe("Links a visual session while there is none."),
  metadata: jsonObject.optional().describe("Replaces the labels; at most 16 KiB."),
  tags: tags.optional().describe("Replaces the tags."),
  hold: z.boolean().optional()
    .describe("Exempts the run from retention and deletion, or ends that; also when finished."),
});

const output = execution.extend({
  late: z.boolean().describe(
    "True (with status 409) when the database had ended the run before: the report is an event.",
  ),
});

const finished: z.output<typeof output> = {
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  user_id: "7b0f5c9e-6a0b-4f0a-9a39-1d5a0b2c3d4e",
  status: "completed",
  mode: "cloud-run",
  visual_enabled: false,
  visual_streaming_enabled: false,
  visual_quality: null,
  session_id: null,
  error: null,
  error_code: null,
  execution_time_seconds: 12.345,
  visual_events_captured: null,
  visual_stream_duration: null,
  progress: 100,
  metadata: {},
  tags: [],
  timeout_seconds: null,
  last_heartbeat_at: null,
  cancel_requested_at: null,
  cancel_reason: null,
  held: false,
  payloads_expired_at: null,
  visual_expired_at: null,
  created_at: "2026-01-31T09:30:00.123456+00:00",
  completed_at: "2026-01-31T09:30:12.468456+00:00",
  updated_at: "2026-01-31T09:30:12.468456+00:00",
  inputs: {},
  result: { order_number: "A-1007" },
  logs: null,
  late: false,
};

/** Reports on an execution: status, result, error, logs, metrics. */
export const updateExecution = operationSchema({
  summary: "Report progress or the end of an execution",
  input,
  output,
  examples: {
    progress: {
      input: {
        execution_id: finished.execution_id,
        progress: 40,
        append_logs: [{ at: "2026-01-31T09:30:05Z", level: "info", message: "Signed in" }],
      },
      output: {
        ...finished,
        status: "running",
        progress: 40,
        completed_at: null,
        execution_time_seconds: null,
        updated_at: "2026-01-31T09:30:05.2+00:00",
        result: null,
      },
    },
    step: {
      input: {
        execution_id: finished.execution_id,
        append_logs: [
          { kind: "step_started", step: "Sign in", id: "1", at: "2026-01-31T09:30:01Z" },
          { message: "Code sent", step: "Sign in", id: "2", step_id: "1" },
          { kind: "step_finished", step: "Sign in", id: "3", step_id: "1" },
        ],
      },
      output: {
        ...finished,
        status: "running",
        progress: null,
        completed_at: null,
        execution_time_seconds: null,
        updated_at: "2026-01-31T09:30:01.3+00:00",
        result: null,
      },
    },
    finish: {
      input: {
        execution_id: finished.execution_id,
        status: "completed",
        result: { order_number: "A-1007" },
        execution_time_seconds: 12.345,
        progress: 100,
      },
      output: finished,
    },
  },
});
