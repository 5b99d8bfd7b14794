import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { filesBelow } from "./files-below.ts";
import { supabaseCli } from "./supabase-cli.ts";
import { locateSqlError } from "./database/locate-sql-error.ts";

const supabaseDir = new URL("../supabase/", import.meta.url);

/** Names of the migration files in the order in which they are applied. */
export function migrationFiles(): string[] {
  return filesBelow(fileURLToPath(new URL("migrations/", supabaseDir)))
    .filter((name) => /^\d+_[^/]*\.sql$/.test(name));
}

/**
 * Applies the pending migrations with the official CLI, as the role postgres, which is no superuser
 * on a hosted project either.
 *
 * @param signal Ends it early; what was applied by then stays.
 * @throws Error with the CLI's message and the file and line it is about.
 */
export async function migrate(databaseUrl: string, signal: AbortSignal): Promise<void> {
  if (migrationFiles().length === 0) return;
  const { success, stdout, stderr } = await supabaseCli(["migration", "up"], databaseUrl, signal);
  signal.throwIfAborted();
  if (success) return;
  const output = `${stdout}\n${stderr}`.trim();
  const name = [...output.matchAll(/Applying migration (\S+\.sql)/g)].at(-1)?.[1];
  if (name === undefined) throw new Error(`supabase migration up failed:\n${output}`);
  const text = Deno.readTextFileSync(new URL(`migrations/${name}`, supabaseDir));
  const place = `supabase/migrations/${name}:${locateSqlError(output, text)}`;
  const message = output.slice(output.lastIndexOf(name) + name.length)
    .replace(/^\.+\s*|^Try rerunning .*$/gm, "").trim();
  throw new Error(`A migration failed: ${place}\n${message}`);
}

/** Loads supabase/seed.sql, as `supabase db reset` does after the migrations. */
export async function seed(databaseUrl: string): Promise<void> {
  let text: string;
  try {
    text = Deno.readTextFileSync(new URL("seed.sql", supabaseDir));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(text).simple();
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const line = text.slice(0, Number(error.position ?? 1) - 1).split("\n").length;
    throw new Error(`The seed failed: supabase/seed.sql:${line}\nERROR: ${error.message}`);
  } finally {
    await sql.end();
  }
}
