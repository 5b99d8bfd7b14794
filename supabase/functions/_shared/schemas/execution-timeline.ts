import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { mode, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({ execution_id: uuid });

const laneName = z.enum(["run", "steps", "logs", "visual"]);

const entry = z.strictObject({
  lane: laneName,
  track: z.int().describe("In the lane, from 1: steps that overlap have tracks of their own."),
  kind: z.enum([
    "created",
    "heartbeat",
    "cancel_requested",
    "late_report",
    "finished",
    "step",
    "log",
    "chunk",
  ]).describe("heartbeat: the last one."),
  at: timestamp,
  until: timestamp.nullable().describe("Null for a moment, and for a step that has not ended."),
  offset_seconds: z.number()
    .describe("From the start of the execution; negative where the runner's clock is behind."),
  seconds: z.number().nullable(),
  label: z.string().nullable().describe("Cut to 200 characters."),
  level: z.string().nullable(),
  outcome: z.enum(["completed", "failed", "cancelled"]).nullable()
    .describe("Of a step, or of the execution."),
  position: z.int().nullable()
    .describe("Of a step or line, from 1; of a chunk its sequence in its tab."),
  tab: z.string().nullable(),
});

const output = z.strictObject({
  execution_id: uuid,
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  status,
  mode,
  starts_at: timestamp.describe("The first entry."),
  ends_at: timestamp.describe("The end of the last entry; now while the execution runs."),
  lanes: z.array(z.strictObject({ lane: laneName, tracks: z.int(), entries: z.int() })),
  entries: z.array(entry).describe("In order of time."),
  untimed_lines: z.int().describe("Log lines that have no time and are not in it."),
  truncated: z.boolean().describe("There is more of something than is shown."),
});

const created: z.output<typeof entry> = {
  lane: "run",
  track: 1,
  kind: "created",
  at: "2026-01-31T09:30:00+00:00",
  until: null,
  offset_seconds: 0,
  seconds: null,
  label: null,
  level: null,
  outcome: null,
  position: null,
  tab: null,
};

/** Everything of one execution that has a time. */
export const executionTimeline = operationSchema({
  summary:
    "Get everything of an execution that has a time, in order, in lanes and tracks, or as a picture",
  input,
  output,
  examples: {
    failed: {
      input: { execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69" },
      output: {
        execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69",
        workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
        workflow_name: "Order a kettle",
        status: "failed",
        mode: "cloud-run",
        starts_at: "2026-01-31T09:30:00+00:00",
        ends_at: "2026-01-31T09:30:31.4+00:00",
        lanes: [
          { lane: "run", tracks: 1, entries: 2 },
          { lane: "steps", tracks: 1, entries: 1 },
          { lane: "logs", tracks: 0, entries: 0 },
          { lane: "visual", tracks: 0, entries: 0 },
        ],
        entries: [
          created,
          {
            ...created,
            lane: "steps",
            kind: "step",
            at: "2026-01-31T09:30:01.2+00:00",
            until: "2026-01-31T09:30:31.2+00:00",
            offset_seconds: 1.2,
            seconds: 30,
            label: "pay",
            outcome: "failed",
            position: 1,
          },
          {
            ...created,
            kind: "finished",
            at: "2026-01-31T09:30:31.4+00:00",
            offset_seconds: 31.4,
            label: "no element matches #buy",
            outcome: "failed",
          },
        ],
        untimed_lines: 0,
        truncated: false,
      },
    },
  },
});
