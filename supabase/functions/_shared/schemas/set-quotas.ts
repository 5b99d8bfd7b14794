import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { uuid } from "./fields.ts";

const limits = z.strictObject({
  executions_per_minute: limit(1_000_000_000),
  executions_per_day: limit(1_000_000_000),
  running_executions: limit(10_000).describe("At once."),
  stored_bytes: limit(Number.MAX_SAFE_INTEGER),
  visual_events_per_second: limit(1_000_000_000),
});

const input = z.strictObject({
  limits: limits.describe(
    "Numbers, or null for no limit whatever the default is. What is left out is the default again.",
  ),
  user_id: uuid.optional().describe("Whose limits."),
  workflow_id: uuid.optional()
    .describe("For runs of this workflow only, besides the limits of the account as a whole."),
  all_users: z.boolean().optional()
    .describe("True, instead of user_id: the defaults of all accounts."),
});

const output = z.strictObject({
  user_id: uuid.nullable(),
  workflow_id: uuid.nullable(),
  limits: limits.describe("What is set there now."),
});

/** Sets the limits of an account. */
export const setQuotas = operationSchema({
  summary: "Set the limits of an account or of a workflow in it (for the service)",
  input,
  output,
  examples: {
    account: {
      input: {
        user_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d10",
        limits: { executions_per_minute: 100, running_executions: 5 },
      },
      output: {
        user_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d10",
        workflow_id: null,
        limits: { executions_per_minute: 100, running_executions: 5 },
      },
    },
    defaults: {
      input: { all_users: true, limits: { executions_per_day: 10000 } },
      output: { user_id: null, workflow_id: null, limits: { executions_per_day: 10000 } },
    },
  },
});

function limit(most: number) {
  return z.int().min(0).max(most).nullable().optional();
}
