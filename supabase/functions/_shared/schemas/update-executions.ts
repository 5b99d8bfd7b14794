import { operationSchema } from "../operation.ts";
import { batchOf, batchResults } from "./batch.ts";
import { updateExecution } from "./update-execution.ts";

const { finish } = updateExecution.examples;
const { inputs: _, result: _result, logs: _logs, ...finished } = finish!.output;

/** Reports on up to 500 executions. */
export const updateExecutions = operationSchema({
  summary: "Report progress or the end of up to 500 executions, item by item",
  input: batchOf(updateExecution.input),
  output: batchResults(updateExecution.output.omit({ inputs: true, result: true, logs: true })),
  examples: {
    mixed: {
      input: {
        executions: [
          finish!.input,
          { execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a09", progress: 40 },
        ],
      },
      output: {
        results: [
          { index: 0, status: 200, execution: finished, error: null },
          {
            index: 1,
            status: 404,
            execution: null,
            error: {
              code: "execution_not_found",
              message: "There is no execution 0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a09.",
              hint: "Check execution_id and whose token you use.",
            },
          },
        ],
        succeeded: 1,
        failed: 1,
      },
    },
  },
});
