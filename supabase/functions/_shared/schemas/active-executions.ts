import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, mode, replayScore, status, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({ user_id: forUser, workflow_id: uuid.optional() });

const output = z.strictObject({
  active_executions: z.array(z.strictObject({
    execution_id: uuid,
    workflow_id: uuid,
    workflow_name: z.string().nullable(),
    status,
    mode,
    started_at: timestamp,
    elapsed_seconds: z.number(),
    session_id: z.string().nullable(),
    visual_streaming_enabled: z.boolean(),
    last_heartbeat_at: timestamp.nullable(),
    cancel_requested_at: timestamp.nullable().describe("When the run was asked to stop."),
    cancel_reason: z.string().nullable(),
    progress: z.number().nullable().describe("Percent, 0 to 100."),
    expected_seconds: z.number().nullable()
      .describe(
        "Median duration of the workflow's last 100 completed runs; null if there are none.",
      ),
    replay_score: replayScore,
  })),
  total_active: z.int().describe("How many there are in all; at most 1000 are listed."),
});

/** The caller's running executions. */
export const activeExecutions = operationSchema({
  summary: "List what runs now",
  input,
  output,
  examples: {
    all: {
      input: {},
      output: {
        active_executions: [{
          execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
          workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
          workflow_name: "Order a kettle",
          status: "running",
          mode: "local-run",
          started_at: "2026-01-31T09:31:00.5+00:00",
          elapsed_seconds: 4.211,
          session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
          visual_streaming_enabled: true,
          last_heartbeat_at: null,
          cancel_requested_at: null,
          cancel_reason: null,
          progress: 40,
          expected_seconds: 12.345,
          replay_score: 100,
        }],
        total_active: 1,
      },
    },
    workflow: {
      input: { workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11" },
      output: { active_executions: [], total_active: 0 },
    },
  },
});
