import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { batchOf } from "./batch.ts";
import { exportedExecution } from "./export-executions.ts";
import { json, uuid } from "./fields.ts";

const time = z.union([z.string(), z.number()])
  .describe("ISO 8601, or seconds since 1970.");

/** A row to import: as an export has it, or as an older system kept it. */
export const importedExecution = exportedExecution.partial().extend({
  execution_id: uuid,
  workflow_id: uuid,
  status: exportedExecution.shape.status,
  created_at: time,
  completed_at: time.nullish(),
  updated_at: time.nullish(),
  last_heartbeat_at: time.nullish(),
  cancel_requested_at: time.nullish(),
  payloads_expired_at: time.nullish(),
  visual_expired_at: time.nullish(),
  workflow_name: z.string().nullish().describe("Is read, and not stored."),
  logs: z.union([z.array(json), z.string()]).nullish()
    .describe("A list; plain text is taken as its lines."),
  visual: json.optional().describe("The numbers of a recording are read, and not stored."),
});

const rows = batchOf(importedExecution).shape.executions
  .describe("Rows as an export has them, or as an older system kept them, up to 500.");

const input = z.strictObject({
  executions: z.union([rows, z.string()])
    .describe("The rows; or the list as text, whose numbers then keep every digit."),
});

const result = z.strictObject({
  index: z.int().min(0).describe("Place of the row in the list, from 0."),
  status: z.int().describe("201: imported; 200: it was there already; else why it was refused."),
  execution_id: uuid.nullable().describe("Null when the row was refused."),
  error: z.strictObject({
    code: z.string(),
    message: z.string().describe("What happened."),
    hint: z.string().describe("What to do."),
  }).nullable().describe("Null unless the row was refused."),
});

const output = z.strictObject({
  results: z.array(result).describe("One per row, in their order."),
  imported: z.int().min(0),
  unchanged: z.int().min(0).describe("Rows that were there already with the same content."),
  refused: z.int().min(0),
});

const ids = {
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
};

/** Imports executions of the past. */
export const importExecutions = operationSchema({
  summary: "Import executions of the past, for the service",
  input,
  output,
  examples: {
    older: {
      input: {
        executions: [{
          ...ids,
          user_id: null,
          status: "failed",
          error: "The page has no element named Check out",
          created_at: 1767225600,
          completed_at: 1767225608.02,
          logs: "signed in\nopened the cart",
        }],
      },
      output: {
        results: [{
          index: 0,
          status: 404,
          execution_id: null,
          error: {
            code: "workflow_not_found",
            message: `There is no workflow ${ids.workflow_id} that this user may run.`,
            hint: "Check workflow_id, and that the workflow is public or belongs to the user.",
          },
        }],
        imported: 0,
        unchanged: 0,
        refused: 1,
      },
    },
  },
});
