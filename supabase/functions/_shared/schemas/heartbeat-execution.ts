import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { count, percent, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({
  execution_id: uuid,
  progress: percent.optional().describe("Percent done."),
  message: z.string().optional().describe("A log line, added while the run lasts."),
  visual_events_captured: count.optional()
    .describe("Page events recorded so far; the greatest number reported is kept."),
});

const output = z.strictObject({
  execution_id: uuid,
  status: status.describe("Go on while it is running; else the run has ended: stop."),
  error_code: z.string().nullable().describe(
    "Why the database ended the run: heartbeat_lost, timed_out or cancel_grace_over; else null.",
  ),
  recorded: z.boolean().describe(
    "False when the run had beaten within 5 seconds, or is finished: nothing is stored but message.",
  ),
  cancel_requested: z.boolean()
    .describe("True: end the run and report it as cancelled, within its grace time."),
  cancel_reason: z.string().nullable(),
  cancel_requested_at: timestamp.nullable(),
  late: z.boolean().describe("True (with status 409) when the database had ended the run before."),
  last_heartbeat_at: timestamp.nullable().describe("Null when the run never beat."),
});

const heard: z.output<typeof output> = {
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01",
  status: "running",
  error_code: null,
  recorded: true,
  cancel_requested: false,
  cancel_reason: null,
  cancel_requested_at: null,
  late: false,
  last_heartbeat_at: "2026-01-31T09:30:05.2+00:00",
};

/** A sign of life of a run; its answer says whether to stop. */
export const heartbeatExecution = operationSchema({
  summary: "Say that an execution is alive, and learn whether it is asked to stop",
  input,
  output,
  examples: {
    alive: {
      input: { execution_id: heard.execution_id, progress: 40, message: "Signed in" },
      output: heard,
    },
    asked_to_stop: {
      input: { execution_id: heard.execution_id },
      output: {
        ...heard,
        cancel_requested: true,
        cancel_reason: "No longer needed",
        cancel_requested_at: "2026-01-31T09:30:04.7+00:00",
      },
    },
  },
});
