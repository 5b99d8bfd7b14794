import { App } from "@supabase/lite";
import { columnTypes } from "./column-types.ts";
import { TablesConnection } from "./tables-connection.ts";

export interface TablesOptions {
  /** Connection string for a database role. */
  databaseUrl(role: string): string;
  schemas: string[];
  maxRows: number;
}

/** Lite on its connections to the database. */
export interface LiteTables {
  connection: TablesConnection;
  fetch(req: Request): Promise<Response>;
}

/**
 * @param lost Called for every connection that is closed.
 */
export function createLiteTables(
  { databaseUrl, schemas, maxRows }: TablesOptions,
  lost: () => void,
): LiteTables {
  const connection = new TablesConnection({
    url: databaseUrl("authenticator"),
    postgresOptions: {
      max: 10,
      max_lifetime: null,
      onclose: lost,
      onnotice: () => {},
      connection: { application_name: "tables" },
      types: columnTypes,
    },
  }, databaseUrl("postgres"));
  const app = new App({
    connection,
    api: { enabled: true, schemas, max_rows: maxRows },
    storage: { enabled: false },
    db: { migrations: { enabled: false } },
    auth: { enabled: false },
    options: { server: { apiKeys: false } },
  });
  return { connection, fetch: (req) => app.fetch(req) };
}
