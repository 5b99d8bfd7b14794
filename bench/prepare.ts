import type postgres from "postgres";

/** Whose history is measured. */
export interface Subject {
  userId: string;
  workflowId: string;
}

/**
 * Fills the database: one user with `rows` finished executions of one workflow, and a bare table with
 * the same number of rows, only a primary key and one list index: the yardstick.
 */
export async function prepare(sql: postgres.Sql, userId: string, rows: number): Promise<Subject> {
  const [workflow] = await sql<{ workflow_id: string }[]>`
    insert into public.workflows (owner_id, name) values (${userId}, 'benchmark')
    returning workflow_id`;
  if (!workflow) throw new Error("The workflow was not made.");
  await sql.unsafe(`
    drop schema if exists bench cascade;
    create schema bench;
    create table bench.bare (
      execution_id uuid primary key default gen_random_uuid(),
      owner uuid not null,
      status text not null default 'running',
      created_at timestamptz not null default now(),
      completed_at timestamptz,
      inputs jsonb not null default '{}',
      result jsonb
    );
    create index on bench.bare (owner, created_at desc, execution_id desc);
    grant usage on schema bench to authenticated;
    grant select, insert, update on bench.bare to authenticated;
  `).simple();
  // A second apart, newest last, one in ten failed, durations of 1 to 60 seconds.
  await sql`
    insert into public.workflow_executions (
      workflow_id, user_id, status, created_at, completed_at, inputs, error
    )
    select
      ${workflow.workflow_id}, ${userId}, case when i % 10 = 0 then 'failed' else 'completed' end,
      now() - (${rows}::int - i) * interval '1 second',
      now() - (${rows}::int - i) * interval '1 second' + (1 + i % 60) * interval '1 second',
      jsonb_build_object('url', 'https://example.com/' || i, 'note', repeat('x', 300)),
      case when i % 10 = 0 then 'no element matches #order-' || i end
    from generate_series(1, ${rows}::int) as i`;
  await sql`
    insert into bench.bare (owner, status, created_at, inputs)
    select user_id, status, created_at, inputs from public.workflow_executions
    where user_id = ${userId}`;
  await sql`vacuum analyze public.workflow_executions`;
  await sql`vacuum analyze bench.bare`;
  return { userId, workflowId: workflow.workflow_id };
}
