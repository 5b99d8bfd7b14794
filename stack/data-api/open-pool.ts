import postgres from "postgres";
import { GRACE_SECONDS, type Reopening, reopening } from "./reopening.ts";

/** Pools whose parameters and results are text. */
export type Pool = Reopening<postgres.Sql>;

// bool, bytea, int8, json, date, timestamp, timestamptz, jsonb: every type that the driver would
// convert. Text goes in and comes out as Postgres writes it.
const CONVERTED_TYPES = [16, 17, 20, 114, 1082, 1114, 1184, 3802];

/**
 * The driver fetches the types of arrays, which nothing here needs: without that first query its
 * reserve() waits forever for a new connection.
 *
 * @param name Shown as `application_name` in pg_stat_activity.
 * @param size The greatest number of connections; PostgREST's default is 10.
 */
export function openPool(databaseUrl: string, name: string, size: number): Pool {
  const open = (lost: () => void) =>
    postgres(databaseUrl, {
      max: size,
      max_lifetime: null,
      onclose: lost,
      onnotice: () => {},
      connection: { application_name: name },
      types: { text: { to: 25, from: CONVERTED_TYPES, serialize: String, parse: String } },
    }) as postgres.Sql;
  return reopening(open, (sql) => sql.end({ timeout: GRACE_SECONDS }));
}
