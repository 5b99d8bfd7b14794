import { type BenchRun, withConnections } from "../bench-run.ts";
import { compare } from "../compare.ts";
import { asUser } from "../scenarios/as-user.ts";
import { callStatement, type Value } from "../scenarios/call.ts";
import { exampleInputs, exampleResult } from "../scenarios/example-payloads.ts";
import { functionPair } from "../scenarios/pair.ts";
import type { Connection } from "../wire/connection.ts";
import { tellingChanges } from "./telling-changes.ts";

const items = 100;

/**
 * Batches of 100 beside single calls, by one client; each batch ends what it has created. Without
 * telling the changes, as creating and finishing is measured, and with: a message has its price in a
 * batch as well.
 */
export async function measureBatches(run: BenchRun): Promise<void> {
  for (const isTold of [false, true]) {
    await tellingChanges(run.stack, isTold, () => measureAll(run, isTold ? ", changes told" : ""));
  }
}

async function measureAll(run: BenchRun, how: string): Promise<void> {
  await withConnections(run, 1, async ([connection]) => {
    const { heavy: person, rows } = run;
    for (const timed of ["create", "finish"] as const) {
      const comparison = await compare({
        subject: [async () => {
          const times = await batch(connection, run);
          return times[timed];
        }],
        bare: [functionPair(connection, () => person, timed)],
      }, run.seconds);
      const name = `${timed}${how}`;
      run.findings.results.push({
        ...{ rows, group: "batches of 100", name, who: person.name, way: "SQL", clients: 1 },
        comparison,
      });
      const value = items * comparison.bareP50 / comparison.p50;
      run.findings.figures.push({ rows, name: `batch ${name}, times single`, value, unit: "×" });
    }
  });
}

/** What creating and finishing a batch took, in milliseconds. */
async function batch(connection: Connection, { heavy: { userId, workflowId } }: BenchRun) {
  const began = performance.now();
  const created = await asUser(
    connection,
    userId,
    call(
      "create_executions",
      Array.from({ length: items }, () => ({ workflow_id: workflowId, inputs: exampleInputs })),
      // The first row is all that is read here: the ids of all in one.
      "(select jsonb_agg((i.execution).execution_id) from unnest(r.results) as i)",
    ),
  );
  const made = performance.now();
  const ids: string[] = JSON.parse(created ?? "[]");
  if (ids.length !== items) throw new Error(`A batch of ${items} created ${ids.length}.`);
  const finished = await asUser(
    connection,
    userId,
    call(
      "update_executions",
      ids.map((id) => ({ execution_id: id, status: "completed", result: exampleResult })),
      "r.succeeded",
    ),
  );
  if (Number(finished) !== items) throw new Error(`A batch of ${items} finished ${finished}.`);
  return { create: made - began, finish: performance.now() - made };
}

const call = (name: string, executions: Value[], what: string) =>
  callStatement({ name, parameters: { executions } }, what);
