import type postgres from "postgres";

/**
 * Does something to a table while it has no index but its primary key, and makes the others again:
 * for millions of rows much faster than keeping them.
 */
export async function withoutIndexes(
  sql: postgres.Sql,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index as i
    where i.indrelid = ${table}::regclass and not i.indisprimary`;
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
  try {
    await work();
  } finally {
    for (const { definition } of indexes) await sql.unsafe(definition);
  }
}
