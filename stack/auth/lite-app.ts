import { App } from "@supabase/lite";
import { createPostgresConnection } from "@supabase/lite/postgres";
import { GRACE_SECONDS } from "../data-api/reopening.ts";

/** Sign-in as Lite serves it, on connections of its own. */
export interface LiteAuth {
  /** Creates the tables of the schema `auth`; Lite hides errors, so look at what came of it. */
  ensureSchema(): Promise<void>;
  fetch(req: Request): Promise<Response>;
  stop(): Promise<void>;
}

export interface LiteAuthOptions {
  /** Of the role that owns the tables of the schema `auth`. */
  databaseUrl: string;
  /** Signs the tokens that Lite issues and accepts; nobody else sees them. */
  jwtSecret: string;
  /** Where the links in mails lead. */
  siteUrl: string;
  /** Receives the mails, which are not sent. */
  onMail(mail: { to: string; subject: string; text?: string }): void;
  /** Called for every connection that is closed. */
  onLost(): void;
}

/** Opens Lite for sign-in alone. */
export function createLiteAuth(options: LiteAuthOptions): LiteAuth {
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    postgresOptions: {
      max: 4,
      max_lifetime: null,
      onclose: options.onLost,
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
      site_url: options.siteUrl,
      jwt_secret: options.jwtSecret,
      jwt_expiry: 3600,
      enable_signup: true,
      minimum_password_length: 6,
      email: { enable_signup: true, enable_confirmations: false },
    },
    options: {
      // The gateway has checked the key already.
      server: { apiKeys: false },
      drivers: { email: { send: (mail) => Promise.resolve(options.onMail(mail)) } },
    },
  });
  return {
    ensureSchema: () => app.ensureSystemSchema(),
    fetch: (req) => app.fetch(req),
    stop: () => connection.driver.end({ timeout: GRACE_SECONDS }),
  };
}
