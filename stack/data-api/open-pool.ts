import postgres from "postgres";

// bool, bytea, int8, json, date, timestamp, timestamptz, jsonb: every type that the driver would
// convert. Text goes in and comes out as Postgres writes it.
const CONVERTED_TYPES = [16, 17, 20, 114, 1082, 1114, 1184, 3802];

/**
 * Opens a pool whose parameters and results are text.
 *
 * @param size The greatest number of connections; PostgREST's default is 10.
 */
export function openPool(databaseUrl: string, name: string, size: number): postgres.Sql {
  return postgres(databaseUrl, {
    max: size,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: name },
    types: {
      text: { to: 25, from: CONVERTED_TYPES, serialize: String, parse: String },
    },
  }) as postgres.Sql;
}
