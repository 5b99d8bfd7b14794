import { DuckDBConnection } from "@duckdb/node-api";
import type postgres from "postgres";

/** What is compared of two sets of runs: which they are, and sums of every type there is. */
const compared = (micros: (column: string) => string) => `
  count(*)::text as rows,
  md5(string_agg(r.id, '' order by r.id)) as ids,
  sum(r.execution_time_seconds)::text as seconds,
  (count(*) filter (where r.status = 'failed'))::text as failed,
  (count(*) filter (where r.visual_streaming_enabled))::text as streaming,
  sum(r.visual_events_captured)::text as events,
  count(distinct r.workflow_id)::text as workflows,
  sum(length(r.error))::text as errors,
  sum(length(r.metadata))::text as metadata,
  sum(${micros("r.created_at")})::text as created,
  sum(${micros("r.completed_at")})::text as completed`;

const columns = "status, workflow_id, error";

/** What Postgres finds in the table. */
export async function inTable(sql: postgres.Sql): Promise<string> {
  const [found] = await sql.unsafe(`
    select ${compared((column) => `(extract(epoch from ${column}) * 1000000)::bigint`)}
    from (
      select ${columns}, execution_id::text collate "C" as id, execution_time_seconds,
        visual_streaming_enabled, visual_events_captured, metadata::text as metadata, created_at,
        completed_at
      from public.workflow_executions
    ) as r`);
  return JSON.stringify(found);
}

/** What DuckDB finds in a Parquet file, by the types that it has. */
export function inParquet(file: string): Promise<string> {
  return inFile(`
    select ${columns}, execution_id::varchar as id, execution_time_seconds,
      visual_streaming_enabled, visual_events_captured, metadata::varchar as metadata, created_at,
      completed_at
    from read_parquet('${file}')`);
}

/** What DuckDB finds in a CSV file without its end. */
export function inCsv(file: string): Promise<string> {
  return inFile(`
    select ${columns}, execution_id as id,
      execution_time_seconds::decimal(10, 3) as execution_time_seconds,
      visual_streaming_enabled::boolean as visual_streaming_enabled,
      visual_events_captured::integer as visual_events_captured, metadata,
      created_at::timestamptz as created_at, completed_at::timestamptz as completed_at
    from read_csv('${file}', header = true, all_varchar = true, quote = '"', escape = '"')`);
}

async function inFile(rows: string): Promise<string> {
  const connection = await DuckDBConnection.create();
  try {
    const read = await connection.runAndReadAll(
      `select ${compared((column) => `epoch_us(${column})`)} from (${rows}) as r`,
    );
    return JSON.stringify(read.getRowObjectsJson()[0]);
  } finally {
    connection.closeSync();
  }
}
