import { App } from "@supabase/lite";
import { columnTypes } from "./column-types.ts";
import { TablesConnection } from "./tables-connection.ts";

export interface TablesOptions {
  /** Of the role lite_server, which sees the tables of anon, authenticated and service_role. */
  databaseUrl: string;
  schemas: string[];
  maxRows: number;
}

/** Lite on its connections to the database. */
export interface LiteTables {
  connection: TablesConnection;
  fetch(req: Request): Promise<Response>;
}

/**
 * @param jwtSecret Of the tokens by which Lite learns the role of a request.
 * @param lost Called for every connection that is closed.
 */
export function createLiteTables(
  { databaseUrl, schemas, maxRows }: TablesOptions,
  jwtSecret: string,
  lost: () => void,
): LiteTables {
  const connection = new TablesConnection({
    url: databaseUrl,
    postgresOptions: {
      max: 10,
      max_lifetime: null,
      onclose: lost,
      onnotice: () => {},
      connection: { application_name: "tables" },
      types: columnTypes,
    },
  });
  const app = new App({
    connection,
    api: { enabled: true, schemas, max_rows: maxRows },
    storage: { enabled: false },
    db: { migrations: { enabled: false } },
    // Without auth Lite fails on every request that carries a token.
    auth: { enabled: true, jwt_secret: jwtSecret },
    options: { server: { apiKeys: false } },
  });
  return { connection, fetch: (req) => app.fetch(req) };
}
