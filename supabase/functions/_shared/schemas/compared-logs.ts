import * as z from "zod";

const seconds = z.number().nullable();

const firstDifference = z.strictObject({
  position: z.int(),
  a_line: z.string().nullable().describe("Null where a has no more lines."),
  b_line: z.string().nullable(),
  a_seconds: seconds,
  b_seconds: seconds,
});

const difference = z.strictObject({
  change: z.enum(["only_in_a", "only_in_b"]),
  position: z.int().describe("Among the lines of that execution, from 1."),
  level: z.string().nullable(),
  line: z.string().describe("Its first 500 characters."),
  seconds: seconds.describe("From the start of the execution; null: the line has no time."),
  times: z.int().describe("How often more that execution has it."),
});

/** How the log lines of two executions differ; other ids, times and numbers make no difference. */
export const comparedLogs = z.strictObject({
  is_same: z.boolean(),
  a_lines: z.int(),
  b_lines: z.int(),
  common_lines: z.int(),
  compared_by: z.enum(["order", "counts"])
    .describe("counts: more than 400 lines differ, so that only how often each comes is compared."),
  first_difference: firstDifference.nullable(),
  differences: z.array(difference).describe("At most 200; the first 2 000 lines are compared."),
  truncated: z.boolean(),
});
