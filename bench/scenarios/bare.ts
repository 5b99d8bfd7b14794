import type { Statement } from "../wire/connection.ts";

/** 50 rows of a list by its index. */
export const bareList = (owner: string): Statement => ({
  text: "select execution_id, workflow_id, status, created_at, completed_at, seconds " +
    "from bench.bare where owner = $1 order by created_at desc, execution_id desc limit 50",
  parameters: [owner],
});

/** One row by its key. */
export const bareRow = (executionId: string): Statement => ({
  text: "select execution_id, workflow_id, status, created_at, completed_at, seconds, inputs, " +
    "result from bench.bare where execution_id = $1",
  parameters: [executionId],
});

/** A row that runs. */
export const bareInsert = (owner: string, workflowId: string, inputs: string): Statement => ({
  text: "insert into bench.bare (owner, workflow_id, inputs) values ($1, $2, $3) " +
    "returning execution_id",
  parameters: [owner, workflowId, inputs],
});

/** Its end. */
export const bareFinish = (executionId: string, result: string): Statement => ({
  text: "update bench.bare set status = 'completed', completed_at = now(), result = $2 " +
    "where execution_id = $1 returning execution_id",
  parameters: [executionId, result],
});

/** Its sign of life. */
export const bareHeartbeat = (executionId: string): Statement => ({
  text: "update bench.bare set heartbeat_at = now() where execution_id = $1 returning execution_id",
  parameters: [executionId],
});
