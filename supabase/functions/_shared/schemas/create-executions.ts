import { operationSchema } from "../operation.ts";
import { batchOf, batchResults } from "./batch.ts";
import { createExecution } from "./create-execution.ts";

const { minimal, streaming } = createExecution.examples;

/** Records that up to 500 workflows start to run. */
export const createExecutions = operationSchema({
  summary: "Record that up to 500 workflows start to run, item by item",
  input: batchOf(createExecution.input),
  output: batchResults(createExecution.output),
  examples: {
    mixed: {
      input: {
        executions: [
          minimal!.input,
          streaming!.input,
          { workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d12" },
        ],
      },
      output: {
        results: [
          { index: 0, status: 201, execution: minimal!.output, error: null },
          { index: 1, status: 201, execution: streaming!.output, error: null },
          {
            index: 2,
            status: 404,
            execution: null,
            error: {
              code: "workflow_not_found",
              message:
                "There is no workflow 0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d12 that this user may run.",
              hint: "Check workflow_id, and that the workflow is public or belongs to the user.",
            },
          },
        ],
        succeeded: 2,
        failed: 1,
      },
    },
  },
});
