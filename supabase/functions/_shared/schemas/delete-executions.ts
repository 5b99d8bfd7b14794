import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, uuid } from "./fields.ts";
import { filters } from "./filters.ts";

const input = z.strictObject({
  execution_ids: z.array(uuid).min(1).max(1000).optional()
    .describe("Which executions, at most 1000. Use it, filters or delete_all."),
  user_id: forUser,
  ...filters,
  delete_all: z.boolean().optional()
    .describe("True when there is no filter and all are meant."),
  batch_size: z.int().min(1).max(10000).optional()
    .describe("How many are deleted at most, the oldest first; 1000 when absent."),
  cursor: z.string().optional().describe(
    "next_cursor of the answer before, with the same filters.",
  ),
});

const output = z.strictObject({
  deleted_executions: z.int(),
  remaining_executions: z.int()
    .describe("Those asked for that can be deleted and are still there."),
  remaining_is_exact: z.boolean().describe("False: there are at least remaining_executions."),
  skipped_running: z.int().describe("Running executions among them, counted up to 10 000."),
  skipped_held: z.int().describe("Held executions among them, counted up to 10 000."),
  skipped_execution_ids: z.array(uuid).describe("Up to 100 of those that run or are held."),
  done: z.boolean().describe("False: call again, with next_cursor if there is one."),
  next_cursor: z.string().nullable(),
});

const kept = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02";

/** Deletes finished executions of the caller, in batches. */
export const deleteExecutions = operationSchema({
  summary: "Delete finished executions, by id or filter",
  input,
  output,
  examples: {
    byFilter: {
      input: {
        workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
        status_filter: ["failed", "cancelled"],
        created_before: "2026-01-01T00:00:00Z",
      },
      output: {
        deleted_executions: 1000,
        remaining_executions: 4210,
        remaining_is_exact: true,
        skipped_running: 0,
        skipped_held: 1,
        skipped_execution_ids: [kept],
        done: false,
        next_cursor: "WyJjcmVhdGVkX2F0LmFzYyIsIGZhbHNlLCAiMjAyNi0wMS0wMVQwMDowMDowMCJd",
      },
    },
    byId: {
      input: { execution_ids: ["0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01", kept] },
      output: {
        deleted_executions: 1,
        remaining_executions: 0,
        remaining_is_exact: true,
        skipped_running: 1,
        skipped_held: 0,
        skipped_execution_ids: [kept],
        done: true,
        next_cursor: null,
      },
    },
  },
});
