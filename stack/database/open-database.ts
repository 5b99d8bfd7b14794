import postgres from "postgres";
import { prepareAuthSchema } from "../auth.ts";
import { migrate, seed } from "../migrate.ts";
import { type Postgres, startPostgres } from "../postgres.ts";
import type { DataPlace } from "./data-place.ts";
import { compareSchema, currentSchema } from "./schema-digest.ts";

const bootstrap = new URL("../bootstrap.sql", import.meta.url);

/** What openDatabase() needs to know. */
export interface DatabaseOptions {
  place: DataPlace;
  /** The Postgres installation. */
  tree: string;
  port: number;
  /** Ends the preparation early. */
  signal: AbortSignal;
  onProgress(text: string): void;
}

/**
 * Starts Postgres on a place and brings its database to what the files of this repository say:
 * nothing to do when they are unchanged, pending migrations when there are only new ones, a new
 * database when a migration was edited.
 *
 * @throws Error when Postgres does not start or a migration fails; nothing is left running.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Postgres> {
  const { place, tree, port, signal, onProgress } = options;
  const stored = place.schema();
  const wanted = await currentSchema();
  const count = Object.keys(wanted.migrations).length;
  const { change, file } = stored ? compareSchema(stored, wanted) : { change: "new", file: "" };
  if (change === "changed") {
    onProgress(`${file} has changed since the database was made: making it anew, without its data`);
  }
  if (change === "new" || change === "changed") emptyPlace(place);
  const { postgresDir: dir, user, durable } = place;
  const server = await startPostgres({ tree, dir, port, user, durable });
  try {
    signal.throwIfAborted();
    onProgress(`Postgres 17 on port ${port}`);
    if (change === "same") {
      if (stored?.seed !== wanted.seed) {
        onProgress("supabase/seed.sql has changed; deno task reset applies it");
      }
      return server;
    }
    if (change !== "added") await layFoundations(server);
    if (count > 0) {
      onProgress(`applying ${count} migrations with the Supabase CLI (npx gets it the first time)`);
    }
    await migrate(server.url(), signal);
    if (change !== "added") await seed(server.url());
    place.record(wanted);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Removes the database of a place; the next openDatabase() makes it anew. */
export function emptyPlace(place: DataPlace): void {
  place.record(null);
  try {
    Deno.removeSync(place.postgresDir, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function layFoundations(server: Postgres): Promise<void> {
  const sql = postgres(server.url("supabase_admin"), { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(Deno.readTextFileSync(bootstrap)).simple();
  } finally {
    await sql.end();
  }
  await prepareAuthSchema(server.url("supabase_admin"));
}
