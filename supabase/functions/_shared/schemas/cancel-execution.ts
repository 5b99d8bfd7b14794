import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import { uuid } from "./fields.ts";
import { updateExecution } from "./update-execution.ts";

const input = z.strictObject({
  execution_id: uuid,
  reason: z.string().optional()
    .describe("Why, in words for whoever runs it; at most 500 characters."),
});

// What a running execution shows in every answer.
const { progress } = updateExecution.examples;
const running = execution.strip().parse(progress?.output);

/** Asks a running execution to stop. */
export const cancelExecution = operationSchema({
  summary: "Ask an execution to stop",
  input,
  output: execution,
  examples: {
    stop: {
      input: { execution_id: running.execution_id, reason: "No longer needed" },
      output: {
        ...running,
        cancel_requested_at: "2026-01-31T09:30:07.1+00:00",
        cancel_reason: "No longer needed",
        updated_at: "2026-01-31T09:30:07.1+00:00",
      },
    },
  },
});
