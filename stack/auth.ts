import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { createLiteAuth } from "./auth/lite-app.ts";

const TABLES = ["identities", "refresh_tokens", "sessions", "users"];
const HOSTED_SQL = fileURLToPath(new URL("./auth/hosted-auth.sql", import.meta.url));

/**
 * Creates the schema `auth` as migrations find it on a hosted project: the tables of sign-in, and
 * `auth.uid()`, `auth.role()`, `auth.email()`, `auth.jwt()`.
 *
 * @param databaseUrl Of the cluster's superuser, after bootstrap.sql and before any migration.
 * @throws Error when a table is missing afterwards.
 */
export async function prepareAuthSchema(databaseUrl: string): Promise<void> {
  const auth = createLiteAuth({
    databaseUrl,
    jwtSecret: crypto.randomUUID(),
    siteUrl: "http://127.0.0.1",
    onMail: () => {},
    onLost: () => {},
  });
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await auth.ensureSchema();
    const rows = await sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'auth'::regnamespace and relkind = 'r'
    `;
    const missing = TABLES.filter((table) => !rows.some(({ name }) => name === table));
    if (missing.length > 0) {
      throw new Error(`The auth schema is incomplete, missing: ${missing.join(", ")}.`);
    }
    await sql.file(HOSTED_SQL);
  } finally {
    await sql.end();
    await auth.stop();
  }
}
