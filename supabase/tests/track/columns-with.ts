import { gunzipSync } from "node:zlib";
import type postgres from "postgres";

interface Column {
  schema: string;
  name: string;
  column: string;
  type: string;
}

/**
 * Every column of every table, of the catalog too, that holds one of these texts, as
 * schema.table.column. Bytes are searched as they are and, where they are gzip, as what they hold.
 */
export async function columnsWith(sql: postgres.Sql, needles: string[]): Promise<string[]> {
  const columns = await sql<Column[]>`
    select n.nspname as schema, c.relname as name, a.attname as column, t.typname as type
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid and c.relkind in ('r', 'm')
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_type as t on t.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped
      and n.nspname not like 'pg\_toast%' and n.nspname not like 'pg\_temp%'
      and has_column_privilege(c.oid, a.attnum, 'select')
    order by 1, 2, 3
  `;
  const found: string[] = [];
  for (const column of columns) {
    if (await holdsText(sql, column, needles) || await holdsPacked(sql, column, needles)) {
      found.push(`${column.schema}.${column.name}.${column.column}`);
    }
  }
  return found;
}

async function holdsText(
  sql: postgres.Sql,
  { schema, name, column, type }: Column,
  needles: string[],
) {
  const text = type === "bytea" ? sql`encode(${sql(column)}, 'escape')` : sql`${sql(column)}::text`;
  const rows = await sql`
    select from ${sql(schema)}.${sql(name)}
    where exists (select from unnest(${needles}::text[]) as n where position(n in ${text}) > 0)
    limit 1
  `;
  return rows.length > 0;
}

async function holdsPacked(
  sql: postgres.Sql,
  { schema, name, column, type }: Column,
  needles: string[],
) {
  if (type !== "bytea") return false;
  // RFC 1952: two bytes of magic, 8 for deflate, flags whose upper three bits are 0. Of 65 536
  // digests one begins with the magic, too.
  const packed = sql<{ bytes: Uint8Array }[]>`
    select ${sql(column)} as bytes from ${sql(schema)}.${sql(name)}
    where ${sql(column)} >= '\\x1f8b0800' and ${sql(column)} < '\\x1f8b0820'
  `;
  for await (const rows of packed.cursor(20)) {
    for (const { bytes } of rows) {
      const text = gunzipSync(bytes).toString();
      if (needles.some((needle) => text.includes(needle))) return true;
    }
  }
  return false;
}
