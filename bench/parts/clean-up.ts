import type { BenchStack } from "../bench-stack.ts";

/** The newest execution; keys are ordered by time, so what comes after it was made by a measurement. */
export async function newestExecution({ admin }: BenchStack): Promise<string> {
  const [row] = await admin<{ id: string }[]>`
    select e.execution_id as id
    from public.workflow_executions as e order by e.execution_id desc limit 1`;
  return row?.id ?? "00000000-0000-0000-0000-000000000000";
}

/** Removes what measurements made, so that the next one finds the history as it was. */
export async function cleanUp({ admin }: BenchStack, newest: string): Promise<void> {
  await admin`delete from public.workflow_executions where execution_id > ${newest}`;
  await admin`delete from bench.bare where execution_id > ${newest}`;
  let folded = 1;
  while (folded > 0) {
    const [row] = await admin<{ folded: number }[]>`select private.fold_rollups() as folded`;
    folded = row?.folded ?? 0;
  }
  for (const table of ["public.workflow_executions", "private.execution_deltas", "bench.bare"]) {
    await admin.unsafe(`vacuum (analyze) ${table}`);
  }
}
