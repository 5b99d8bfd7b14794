import { App } from "@supabase/lite";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import { GRACE_SECONDS } from "../data-api/reopening.ts";

/** Sign-in as Lite serves it, on a connection of its own. */
export interface LiteAuth {
  /** Creates the tables of the schema `auth`; Lite hides errors, so look at what came of it. */
  ensureSchema(): Promise<void>;
  fetch(req: Request): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * @param databaseUrl Of the role that owns the tables of the schema `auth`.
 * @param jwtSecret Signs the tokens that Lite issues and accepts; nobody else sees them.
 * @param lost Called for every connection that is closed.
 */
export function createLiteAuth(
  databaseUrl: string,
  jwtSecret: string,
  lost: () => void,
): LiteAuth {
  const connection: PostgresConnection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: {
      max: 4,
      max_lifetime: null,
      onclose: lost,
      onnotice: () => {},
      connection: { application_name: "auth", search_path: "auth, pg_catalog" },
      // Lite hands over metadata as JSON text; encoded once more, SQL would see a string.
      types: { jsonb: { to: 3802, from: [3802], serialize: String, parse: JSON.parse } },
    },
  });
  const app = new App({
    connection,
    api: { enabled: false },
    storage: { enabled: false },
    // The CLI owns supabase_migrations; Lite would create it for another role.
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: jwtSecret,
      jwt_expiry: 3600,
      enable_signup: true,
      minimum_password_length: 6,
      email: { enable_signup: true, enable_confirmations: false },
    },
    // The gateway has checked the key already.
    options: { server: { apiKeys: false } },
  });
  return {
    ensureSchema: () => app.ensureSystemSchema(),
    fetch: (req) => app.fetch(req),
    stop: () => connection.driver.end({ timeout: GRACE_SECONDS }),
  };
}
