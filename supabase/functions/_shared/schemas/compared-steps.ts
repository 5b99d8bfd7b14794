import * as z from "zod";

const position = z.int().nullable();
const seconds = z.number().nullable();
const outcome = z.enum(["completed", "failed"]).nullable();

const pair = z.strictObject({
  name: z.string(),
  change: z.enum(["none", "outcome", "only_in_a", "only_in_b"])
    .describe("outcome: both did it, and it ended in another way."),
  a_position: position,
  b_position: position,
  a_outcome: outcome,
  b_outcome: outcome,
  a_seconds: seconds,
  b_seconds: seconds,
  seconds_difference: seconds.describe("b minus a."),
  a_started_after: seconds.describe("Seconds from the start of the execution."),
  b_started_after: seconds,
  a_error: z.string().nullable(),
  b_error: z.string().nullable(),
});

/** The steps of two executions side by side. */
export const comparedSteps = z.strictObject({
  is_same: z.boolean().describe("The same steps in the same order with the same outcomes."),
  a_steps: z.int(),
  b_steps: z.int(),
  common_steps: z.int(),
  pairs: z.array(pair).describe("Aligned by name; the first 300 steps of each."),
  truncated: z.boolean(),
});
