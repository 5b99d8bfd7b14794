import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, moment, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({
  execution_ids: z.array(uuid).min(1).max(1000).optional()
    .describe("Which executions, at most 1000. Use it, or what follows."),
  workflow_id: uuid.optional(),
  since: moment.optional().describe(
    "as_of of an earlier answer: adds all created after it, or up to 30 seconds before.",
  ),
  user_id: forUser,
  cursor: z.string().optional().describe("next_cursor of the answer before."),
});

const output = z.strictObject({
  states: z.array(z.strictObject({
    execution_id: uuid,
    workflow_id: uuid,
    status,
    progress: z.number().nullable().describe("Percent, 0 to 100."),
    created_at: timestamp,
    updated_at: timestamp,
    completed_at: timestamp.nullable(),
  })).describe("At most 1000, the oldest first. What the caller may not see is left out."),
  topics: z.array(z.string())
    .describe(
      "The private Realtime channels that tell of further changes; none where none is told.",
    ),
  as_of: timestamp.describe("What to send as since the next time."),
  next_cursor: z.string().nullable(),
});

const known = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01";

const running = {
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  status: "running",
  progress: 40,
  created_at: "2026-01-31T09:31:00.5+00:00",
  updated_at: "2026-01-31T09:31:04.25+00:00",
  completed_at: null,
} as const;

/** Where executions stand, and where to hear of changes. */
export const executionStates = operationSchema({
  summary: "Ask where executions stand, and where to hear of changes",
  input,
  output,
  examples: {
    running: {
      input: { since: "2026-01-31T09:30:05.125+00:00" },
      output: {
        states: [running],
        topics: [
          "executions:7b0f5c9e-6a0b-4f0a-9a39-1d5a0b2c3d4e",
          "executions:00000000-0000-0000-0000-000000000000",
        ],
        as_of: "2026-01-31T09:31:05.125+00:00",
        next_cursor: null,
      },
    },
    byId: {
      input: { execution_ids: [known] },
      output: {
        states: [{
          ...running,
          execution_id: known,
          status: "completed",
          progress: 100,
          completed_at: "2026-01-31T09:31:04.25+00:00",
        }],
        topics: [`execution:${known}`],
        as_of: "2026-01-31T09:31:06.25+00:00",
        next_cursor: null,
      },
    },
  },
});
