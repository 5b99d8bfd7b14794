import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { comparedRuns, exampleComparedRuns } from "./compared-runs.ts";
import { forUser, moment, uuid } from "./fields.ts";

const input = z.strictObject({
  workflow_id: uuid,
  user_id: forUser,
  since: moment.optional().describe("Compare executions created from then on."),
  until: moment.optional().describe("Compare executions created before then."),
});

/** The executions of a workflow in the cloud (a) and local ones (b). */
export const compareModes = operationSchema({
  summary: "Compare the cloud and the local executions of a workflow",
  input,
  output: comparedRuns,
  examples: {
    newest: {
      input: { workflow_id: exampleComparedRuns.a.workflow_id },
      output: exampleComparedRuns,
    },
  },
});
