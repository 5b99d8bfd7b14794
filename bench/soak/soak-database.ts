import postgres from "postgres";
import { surviveLostConnections } from "../../stack/data-api/survive-lost-connections.ts";
import { openDataFolder } from "../../stack/database/data-folder.ts";
import { openDatabase } from "../../stack/database/open-database.ts";
import { claimPort, releasePort } from "../../stack/lifecycle/claim-port.ts";
import { freePorts } from "../../stack/lifecycle/free-ports.ts";
import { newState, writeState } from "../../stack/lifecycle/stack-state.ts";
import { prepareNativeTree } from "../../stack/native-tree.ts";
import { startPostgres } from "../../stack/postgres.ts";
import { runtimeDir } from "../../stack/runtime-dir.ts";
import { killPostgres } from "./kill-postgres.ts";

/** A database of its own that writes durably, with this repository's migrations. */
export interface SoakDatabase {
  /** Connections as the role that owns the tables. */
  owner(connections: number): postgres.Sql;
  /** Connections as the role that PostgREST connects as. */
  api(connections: number): postgres.Sql;
  /** Kills every process of the server at once, as a power cut would, and starts it again. */
  crash(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Starts one. It is noted like a stack, so that the next start ends it when this was killed. */
export async function startSoakDatabase(say: (line: string) => void): Promise<SoakDatabase> {
  await using starting = new AsyncDisposableStack();
  const [port = 0, dbPort = 0] = freePorts(2);
  const lock = await claimPort(port);
  starting.defer(() => releasePort(port, lock));
  const folder = await Deno.makeTempDir({ prefix: "runtrail-soak-" });
  starting.defer(() => Deno.remove(folder, { recursive: true }));
  // Postgres of a root user runs as another user, who must be able to get in.
  await Deno.chmod(folder, 0o755);
  const dataDir = `${folder}/data`;
  const place = await openDataFolder(dataDir);
  starting.defer(place.release);
  const { postgresDir: dir, user, durable } = place;
  const tree = await prepareNativeTree(runtimeDir());
  writeState(newState({ port, dbPort, dataDir, postgresDir: dir, tree }));
  const { signal } = new AbortController();
  let server = await openDatabase({ place, tree, port: dbPort, signal, onProgress: say });
  starting.defer(() => server.stop());
  say(await conditions(server.url()));
  const owned = starting.move();
  const connect = (role: string, max: number) =>
    postgres(server.url(role), { max, onnotice: () => {} });
  return {
    owner: (connections) => connect("postgres", connections),
    api: (connections) => connect("authenticator", connections),
    async crash() {
      surviveLostConnections();
      await killPostgres(dir);
      await server.ended;
      server = await startPostgres({ tree, dir, port: dbPort, user, durable });
    },
    stop: () => owned.disposeAsync(),
  };
}

async function conditions(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const [row] = await sql<{ version: string; fsync: string; commit: string }[]>`
    select current_setting('server_version') as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit`;
  await sql.end();
  return `Postgres ${row?.version}, fsync ${row?.fsync}, synchronous_commit ${row?.commit}, ` +
    `${navigator.hardwareConcurrency} processors shared with the clients`;
}
