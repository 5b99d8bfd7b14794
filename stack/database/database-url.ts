/** Connection string for a role of a stack's Postgres; the server asks for no password. */
export function databaseUrl(port: number, role = "postgres", database = "postgres"): string {
  return `postgresql://${role}:postgres@127.0.0.1:${port}/${database}`;
}
