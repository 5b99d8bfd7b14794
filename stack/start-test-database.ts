import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { ephemeralPlace } from "./database/data-place.ts";
import { claimPort, releasePort } from "./lifecycle/claim-port.ts";
import { freePorts } from "./lifecycle/free-ports.ts";
import { newState, writeState } from "./lifecycle/stack-state.ts";
import { prepareNativeTree } from "./native-tree.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { runtimeDir } from "./runtime-dir.ts";

/** An empty database of the stack for tests of its parts; `stop` removes it. */
export type TestDatabase = Pick<Postgres, "url" | "stop">;

/**
 * Starts a Postgres of its own with bootstrap.sql applied and no migration. It is noted like a
 * stack, so that the next start ends it when the tests were killed.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  await using starting = new AsyncDisposableStack();
  const [port = 0, dbPort = 0] = freePorts(2);
  const lock = await claimPort(port);
  starting.defer(() => releasePort(port, lock));
  const tree = await prepareNativeTree(runtimeDir());
  const { postgresDir, user, durable } = ephemeralPlace(port);
  writeState(newState({ port, dbPort, dataDir: null, postgresDir, tree }));
  const server = await startPostgres({ tree, dir: postgresDir, port: dbPort, user, durable });
  starting.defer(server.stop);
  const sql = postgres(server.url("supabase_admin"), { max: 1, onnotice: () => {} });
  await sql.file(fileURLToPath(new URL("./bootstrap.sql", import.meta.url)));
  await sql.end();
  const owned = starting.move();
  return { url: server.url, stop: () => owned.disposeAsync() };
}
