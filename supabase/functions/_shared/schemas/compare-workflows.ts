import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { comparedRuns, exampleComparedRuns } from "./compared-runs.ts";
import { forUser, moment, uuid } from "./fields.ts";

const input = z.strictObject({
  a: uuid.describe("A workflow."),
  b: uuid.describe("The workflow to hold against it."),
  user_id: forUser,
  since: moment.optional().describe("Compare executions created from then on."),
  until: moment.optional().describe("Compare executions created before then."),
});

const a = { ...exampleComparedRuns.a, mode: null };
const b = {
  ...exampleComparedRuns.b,
  mode: null,
  workflow_id: "0198c1f0-8d4f-7e2d-8c2f-3a7a4c1b5e22",
  workflow_name: "Order a kettle, faster",
};

/** The executions of two workflows. */
export const compareWorkflows = operationSchema({
  summary: "Compare the executions of two workflows",
  input,
  output: comparedRuns,
  examples: {
    january: {
      input: {
        a: a.workflow_id,
        b: b.workflow_id,
        since: "2026-01-01",
        until: "2026-02-01",
      },
      output: {
        ...exampleComparedRuns,
        a,
        b,
        verdict: exampleComparedRuns.verdict
          .replace("local-run", "b").replace("cloud-run", "a"),
        since: "2026-01-01T00:00:00+00:00",
        until: "2026-02-01T00:00:00+00:00",
      },
    },
  },
});
