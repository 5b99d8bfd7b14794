import postgres from "postgres";
import { readRoutines, type Routines } from "../rpc/read-routines.ts";
import type { Pool } from "./open-pool.ts";
import { readRoleSettings } from "./role-settings.ts";
import type { Settings } from "./session.ts";

/** What is remembered of the database between requests. */
export interface Schema {
  routines: Routines;
  roleSettings: Map<string, Settings>;
}

/** The remembered schema, which `notify pgrst` renews. */
export interface SchemaCache {
  /** Waits for a renewal under way, so that nobody sees what a finished migration replaced. */
  current(): Promise<Schema>;
  stop(): Promise<void>;
}

/**
 * Reads the schema and listens on the channel `pgrst`, as PostgREST does: any message, be it
 * `reload schema`, `reload config` or empty, reads everything anew. So does a lost connection,
 * during which messages may have been missed.
 *
 * @param databaseUrl For the connection that listens.
 * @param onReload Told of every renewal, for what else depends on the schema.
 */
export async function openSchemaCache(
  pool: Pool,
  databaseUrl: string,
  schemas: string[],
  onReload: () => void,
): Promise<SchemaCache> {
  let schema: Promise<Schema> | null = null;

  async function read(): Promise<Schema> {
    const [routines, roleSettings] = await pool.use((sql) =>
      Promise.all([readRoutines(sql, schemas), readRoleSettings(sql)])
    );
    return { routines, roleSettings };
  }

  function reload() {
    onReload();
    schema = null;
  }

  const listener = postgres(databaseUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "postgrest listener" },
  });
  await listener.listen("pgrst", reload, reload);
  return {
    async current() {
      const reading = schema ??= read();
      try {
        return await reading;
      } catch (error) {
        if (schema === reading) schema = null;
        throw error;
      }
    },
    stop: () => listener.end({ timeout: 0 }),
  };
}
