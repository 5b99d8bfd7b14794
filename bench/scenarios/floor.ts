import type { BenchStack } from "../bench-stack.ts";
import type { Statement } from "../wire/connection.ts";

/** Makes the floor anew, and fails when it lacks something that the table of executions has. */
export async function makeFloor({ admin }: BenchStack): Promise<void> {
  await admin.unsafe(await Deno.readTextFile(new URL("floor.sql", import.meta.url))).simple();
  const shapes = await admin<{ shape: string }[]>`
    select jsonb_build_array(
      (select count(*) from pg_constraint as c where c.conrelid = t.oid and c.contype = 'c'),
      (select count(*) from pg_constraint as c where c.conrelid = t.oid and c.contype = 'f'),
      (select count(*) from pg_index as i where i.indrelid = t.oid),
      (select count(*) from pg_policy as p where p.polrelid = t.oid),
      (
        select count(*) from pg_trigger as g
        where g.tgrelid = t.oid and g.tgfoid::regproc::text like '%tg\_execution\_\_counts'
      ),
      t.relrowsecurity, t.reloptions
    )::text as shape
    from unnest(array['public', 'bench']) as s
    join pg_class as t on t.oid = (s || '.workflow_executions')::regclass`;
  const [table, floor] = shapes.map(({ shape }) => shape);
  if (table !== floor) throw new Error(`The floor has ${floor}, the table ${table}.`);
}

/** A row that runs. */
export const floorInsert = (workflowId: string, inputs: string): Statement => ({
  text: "insert into bench.workflow_executions (workflow_id, inputs) values ($1, $2) " +
    "returning execution_id",
  parameters: [workflowId, inputs],
});

/** Its end. */
export const floorFinish = (executionId: string, result: string): Statement => ({
  text: "update bench.workflow_executions set status = 'completed', completed_at = now(), " +
    "updated_at = now(), result = $2, " +
    "execution_time_seconds = extract(epoch from now() - created_at) " +
    "where execution_id = $1 returning execution_id",
  parameters: [executionId, result],
});
