import type { Operation } from "../measure.ts";
import type { Connection } from "../wire/connection.ts";
import { asUser } from "./as-user.ts";
import { bareFinish, bareInsert } from "./bare.ts";
import { callStatement } from "./call.ts";
import { floorFinish, floorInsert } from "./floor.ts";
import { exampleInputs, exampleResult } from "./example-payloads.ts";

/** Who runs what. */
export interface Job {
  userId: string;
  workflowId: string;
}

/** Which part of a pair is timed. */
export type Timed = "create" | "finish" | "pair";

const inputs = JSON.stringify(exampleInputs);
const result = JSON.stringify(exampleResult);

/** Creates and finishes an execution through the functions, each in its own transaction. */
export const functionPair = (connection: Connection, job: () => Job, timed: Timed): Operation =>
  operation(connection, job, timed, {
    create: ({ workflowId }) =>
      callStatement({
        name: "create_execution",
        parameters: { workflow_id: workflowId, inputs: exampleInputs },
      }, "r.execution_id"),
    finish: (id) =>
      callStatement({
        name: "update_execution",
        parameters: { execution_id: id, status: "completed", result: exampleResult },
      }, "r.execution_id"),
  });

/** Inserts into the plain table and updates the row, in the same kind of transactions. */
export const barePair = (connection: Connection, job: () => Job, timed: Timed): Operation =>
  operation(connection, job, timed, {
    create: ({ userId, workflowId }) => bareInsert(userId, workflowId, inputs),
    finish: (id) => bareFinish(id, result),
  });

/** The same with the floor: what the table itself requires, in plain statements. */
export const floorPair = (connection: Connection, job: () => Job, timed: Timed): Operation =>
  operation(connection, job, timed, {
    create: ({ workflowId }) => floorInsert(workflowId, inputs),
    finish: (id) => floorFinish(id, result),
  });

function operation(
  connection: Connection,
  job: () => Job,
  timed: Timed,
  statements: {
    create(job: Job): ReturnType<typeof callStatement>;
    finish(id: string): ReturnType<typeof callStatement>;
  },
): Operation {
  return async () => {
    const chosen = job();
    const began = performance.now();
    const id = await asUser(connection, chosen.userId, statements.create(chosen));
    const created = performance.now();
    if (id === null) throw new Error("No id came back from a create.");
    await asUser(connection, chosen.userId, statements.finish(id));
    const finished = performance.now();
    if (timed === "create") return created - began;
    return finished - (timed === "finish" ? created : began);
  };
}
