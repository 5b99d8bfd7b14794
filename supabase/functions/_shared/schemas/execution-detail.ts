import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import { json, replayScore, timestamp, uuid } from "./fields.ts";
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
  id: z.string().nullable().describe("The runner's own id of it; null when it gave none."),
  step_id: z.string().nullable()
    .describe("id of the step_started it belongs to; null when none is named."),
});

const step = z.strictObject({
  seq: z.int().describe("seq of the event that started it."),
  parent_seq: z.int().nullable().describe("seq of the step it was done in."),
  name: z.string(),
  started_at: timestamp,
  finished_at: timestamp.nullable().describe("Null while it has not ended, as what follows."),
  seconds: z.number().nullable(),
  outcome: z.enum(["completed", "failed"]).nullable(),
  error: z.string().nullable().describe("Why it failed, cut to 500 characters."),
});

const output = execution.extend({
  events: z.array(event).describe("What it reported while it ran, in order; at most 8 MiB."),
  next_events_after: z.int().nullable()
    .describe("Null when the list is complete; else send it as events_after to go on."),
  steps: z.array(step).describe("The first 1 000 steps, in the order in which they started."),
  replay_score: replayScore,
});

// Whatever an execution shows, this one shows too.
const { progress } = updateExecution.examples;
const shown = execution.strip().parse(progress?.output);
const signedIn = { at: "2026-01-31T09:30:05+00:00", level: "info", message: "Signed in" } as const;
const signIn = {
  step: "Sign in",
  level: "info",
  message: null,
  data: null,
  id: null,
  step_id: null,
} as const;

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
        events: [
          { seq: 70, ...signIn, kind: "step_started", at: "2026-01-31T09:30:04+00:00" },
          { seq: 71, kind: "log", step: null, data: null, id: null, step_id: null, ...signedIn },
          { seq: 72, ...signIn, kind: "step_finished", at: "2026-01-31T09:30:05.25+00:00" },
        ],
        next_events_after: null,
        steps: [{
          seq: 70,
          parent_seq: null,
          name: "Sign in",
          started_at: "2026-01-31T09:30:04+00:00",
          finished_at: "2026-01-31T09:30:05.25+00:00",
          seconds: 1.25,
          outcome: "completed",
          error: null,
        }],
        replay_score: null,
      },
    },
  },
});
