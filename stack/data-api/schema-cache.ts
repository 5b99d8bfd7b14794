import type postgres from "postgres";
import { readRoutines, type Routines } from "../rpc/read-routines.ts";
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
 * Reads the schema and listens on the channel `pgrst`, as PostgREST does: `reload schema`, `reload
 * config` or an empty message read everything anew. A connection that was lost counts as a message.
 *
 * @param onReload Told of every renewal, for what else depends on the schema.
 */
export async function openSchemaCache(
  pool: postgres.Sql,
  schemas: string[],
  onReload: () => void,
): Promise<SchemaCache> {
  let schema: Promise<Schema> = read();

  async function read(): Promise<Schema> {
    const [routines, roleSettings] = await Promise.all([
      readRoutines(pool, schemas),
      readRoleSettings(pool),
    ]);
    return { routines, roleSettings };
  }

  function reload() {
    onReload();
    schema = read();
    // Reported to the requests that wait for it; the next message or request tries again.
    schema.catch(() => {});
  }

  await schema;
  const subscription = await pool.listen("pgrst", reload, reload);
  return {
    async current() {
      const awaited = schema;
      try {
        return await awaited;
      } catch (error) {
        if (schema === awaited) schema = read();
        throw error;
      }
    },
    stop: () => subscription.unlisten(),
  };
}
