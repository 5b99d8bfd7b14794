import * as z from "zod";
import { mode, timestamp, uuid } from "./fields.ts";

const number = z.number().nullable();

const sampled = z.strictObject({
  workflow_id: uuid,
  workflow_name: z.string(),
  mode: mode.nullable().describe("Null: both."),
  sampled_executions: z.int().describe("Finished executions that were looked at."),
  successful_executions: z.int(),
  failed_executions: z.int(),
  cancelled_executions: z.int(),
  success_rate: number.describe("Percent of those looked at."),
  success_rate_low: number.describe("Of the 95 % interval (Wilson)."),
  success_rate_high: number,
  median_execution_time: number.describe("Seconds; of completed executions."),
  median_low: number.describe("Of the 95 % interval; null for fewer than 6."),
  median_high: number,
  sampled_since: timestamp.nullable().describe("When the oldest of them was created."),
  sampled_until: timestamp.nullable(),
  is_whole_window: z.boolean().describe("They are all that finished in the window."),
});

const outcome = z.strictObject({
  verdict: z.enum(["higher", "lower", "no_difference_shown", "too_few_runs"])
    .describe("How often b succeeds; fewer than 10 on a side are too few."),
  difference: number.describe("b minus a, in percentage points."),
  difference_low: number.describe("Of the 95 % interval (Newcombe)."),
  difference_high: number,
});

const duration = z.strictObject({
  verdict: z.enum(["longer", "shorter", "no_difference_shown", "too_few_runs"])
    .describe("How long completed executions of b take."),
  difference: number.describe("By how many seconds b takes longer (Hodges-Lehmann)."),
  difference_low: number.describe("Of the 95 % interval."),
  difference_high: number,
  p_value: number.describe("Mann-Whitney, two-sided."),
  probability_longer: number
    .describe("Percent: that one of b takes longer than one of a, equal ones half."),
  cliffs_delta: number.describe("-1 (all of b are shorter) to 1 (all are longer)."),
  effect: z.enum(["negligible", "small", "medium", "large"]).nullable()
    .describe("cliffs_delta in a word."),
});

/** Two samples of executions held against each other. */
export const comparedRuns = z.strictObject({
  a: sampled,
  b: sampled,
  outcome,
  duration,
  verdict: z.string().describe("Both comparisons in words."),
  sample_limit: z.int().describe("Of each side at most so many, the newest, are looked at."),
  since: timestamp.nullable().describe("The window that was asked for; null for no limit."),
  until: timestamp.nullable(),
  computed_at: timestamp,
});

const side: z.output<typeof sampled> = {
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  mode: "cloud-run",
  sampled_executions: 70,
  successful_executions: 56,
  failed_executions: 12,
  cancelled_executions: 2,
  success_rate: 80,
  success_rate_low: 69.18,
  success_rate_high: 87.7,
  median_execution_time: 12.345,
  median_low: 11.2,
  median_high: 13.8,
  sampled_since: "2026-01-02T08:00:00+00:00",
  sampled_until: "2026-01-31T09:30:00+00:00",
  is_whole_window: true,
};

/** Two modes of a workflow, for examples. */
export const exampleComparedRuns: z.output<typeof comparedRuns> = {
  a: side,
  b: {
    ...side,
    mode: "local-run",
    sampled_executions: 80,
    successful_executions: 48,
    failed_executions: 32,
    cancelled_executions: 0,
    success_rate: 60,
    success_rate_low: 49.05,
    success_rate_high: 70.04,
  },
  outcome: {
    verdict: "lower",
    difference: -20,
    difference_low: -33.39,
    difference_high: -5.24,
  },
  duration: {
    verdict: "no_difference_shown",
    difference: 0.2,
    difference_low: -0.9,
    difference_high: 1.4,
    p_value: 0.612345,
    probability_longer: 52.89,
    cliffs_delta: 0.0578,
    effect: "negligible",
  },
  verdict:
    "local-run succeeds less often than cloud-run: 60.00 % against 80.00 % (95 % interval of the " +
    "difference: -33.39 to -5.24 points). No difference in duration shown (95 % interval of the " +
    "difference: -0.900 to 1.400 s).",
  sample_limit: 1000,
  since: null,
  until: null,
  computed_at: "2026-01-31T10:00:00.000001+00:00",
};
