import { fileURLToPath } from "node:url";
import { join } from "node:path";
import postgres from "postgres";
import { prepareNativeTree } from "./native-tree.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { runtimeDir } from "./runtime-dir.ts";

/** An empty database of the stack for tests of its parts; `stop` removes it. */
export type TestDatabase = Pick<Postgres, "url" | "stop">;

/** Starts a Postgres of its own with bootstrap.sql applied and no migration. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const parent = runtimeDir();
  const tree = await prepareNativeTree(parent);
  const dir = Deno.makeTempDirSync({ dir: parent, prefix: "test-" });
  Deno.chmodSync(dir, 0o755);
  const user = Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {};
  const server = await startPostgres({
    tree,
    dir: join(dir, "data"),
    port: freePort(),
    user,
    durable: false,
  });
  const sql = postgres(server.url("supabase_admin"), { max: 1, onnotice: () => {} });
  await sql.file(fileURLToPath(new URL("./bootstrap.sql", import.meta.url)));
  // Commits that do not wait for the disk reach the log's readers with the log writer's next round.
  await sql`alter system set wal_writer_delay = '10ms'`;
  await sql`select pg_reload_conf()`;
  await sql.end();
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      Deno.removeSync(dir, { recursive: true });
    },
  };
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}
