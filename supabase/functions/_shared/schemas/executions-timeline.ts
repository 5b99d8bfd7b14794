import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, mode, moment, status, timestamp, uuid } from "./fields.ts";
import { filters } from "./filters.ts";

const { workflow_id, status_filter, mode_filter, search, metadata, tags } = filters;

const input = z.strictObject({
  workflow_id,
  user_id: forUser,
  status_filter,
  mode_filter,
  search,
  metadata,
  tags,
  since: moment.optional().describe("Start of the window; 24 hours before its end when absent."),
  until: moment.optional().describe("End of the window; now when absent."),
});

const bar = z.strictObject({
  execution_id: uuid,
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  status,
  mode,
  track: z.int().describe("From 1; no two executions on a track overlap."),
  starts_at: timestamp,
  ends_at: timestamp.nullable().describe("Null while it runs."),
  seconds: z.number().describe("From start to end; so far, while it runs."),
  progress: z.number().nullable(),
  error_code: z.string().nullable(),
});

const output = z.strictObject({
  since: timestamp,
  until: timestamp,
  bars: z.array(bar).describe("In order of their starts; at most the newest 1 000."),
  tracks: z.int(),
  concurrency: z.array(z.strictObject({ at: timestamp, executions: z.int() }))
    .describe("From that moment on, until the next, so many ran at once; 0 before the first."),
  most_at_once: z.int(),
  most_at: timestamp.nullable().describe("When that was first; null without executions."),
  truncated: z.boolean().describe("There are more; the numbers are at least."),
});

/** Executions as bars beside each other, and how many ran at once. */
export const executionsTimeline = operationSchema({
  summary: "Get the executions of a window as bars on tracks, and how many ran at once",
  input,
  output,
  examples: {
    january: {
      input: { status_filter: ["completed", "failed"], since: "2026-01-01", until: "2026-02-01" },
      output: {
        since: "2026-01-01T00:00:00+00:00",
        until: "2026-02-01T00:00:00+00:00",
        bars: [{
          execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69",
          workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
          workflow_name: "Order a kettle",
          status: "failed",
          mode: "cloud-run",
          track: 1,
          starts_at: "2026-01-31T09:30:00+00:00",
          ends_at: "2026-01-31T09:30:31.4+00:00",
          seconds: 31.4,
          progress: null,
          error_code: null,
        }],
        tracks: 1,
        concurrency: [
          { at: "2026-01-31T09:30:00+00:00", executions: 1 },
          { at: "2026-01-31T09:30:31.4+00:00", executions: 0 },
        ],
        most_at_once: 1,
        most_at: "2026-01-31T09:30:00+00:00",
        truncated: false,
      },
    },
    today: {
      input: {},
      output: {
        since: "2026-01-30T10:00:00.000001+00:00",
        until: "2026-01-31T10:00:00.000001+00:00",
        bars: [],
        tracks: 0,
        concurrency: [],
        most_at_once: 0,
        most_at: null,
        truncated: false,
      },
    },
  },
});
