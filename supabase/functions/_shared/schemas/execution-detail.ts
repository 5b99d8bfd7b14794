import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import { json, timestamp, uuid } from "./fields.ts";
import { updateExecution } from "./update-execution.ts";

const input = z.strictObject({
  execution_id: uuid,
  events_after: z.int().min(0).optional()
    .describe("next_events_after of an earlier answer: events that come after it."),
});

const event = z.strictObject({
  seq: z.int().describe("Order of arrival; grows, with gaps."),
  at: timestamp,
  kind: z.enum(["log", "step_started", "step_finished", "status", "late_report"]),
  level: z.enum(["debug", "info", "warn", "error"]),
  step: z.string().nullable(),
  message: z.string().nullable(),
  data: json.nullable(),
});

const output = execution.extend({
  events: z.array(event).describe("What it reported while it ran, in order; at most 8 MiB."),
  next_events_after: z.int().nullable()
    .describe("Null when the list is complete; else send it as events_after to go on."),
});

// Whatever an execution shows, this one shows too.
const { progress } = updateExecution.examples;
const shown = execution.strip().parse(progress?.output);
const signedIn = { at: "2026-01-31T09:30:05+00:00", level: "info", message: "Signed in" } as const;

/** One execution with its payloads and events. */
export const executionDetail = operationSchema({
  summary: "Get one execution with its payloads and events",
  input,
  output,
  examples: {
    running: {
      input: { execution_id: shown.execution_id },
      output: {
        ...shown,
        logs: [signedIn],
        events: [{ seq: 71, kind: "log", step: null, data: null, ...signedIn }],
        next_events_after: null,
      },
    },
  },
});
