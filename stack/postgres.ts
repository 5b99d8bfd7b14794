import { join } from "node:path";
import { postgresProcess, type PostgresUser } from "./database/postgres-process.ts";
import { databaseUrl } from "./database/database-url.ts";
import { pathExists } from "./database/path-exists.ts";
import { waitUntilReady } from "./database/wait-until-ready.ts";

/** A running Postgres server of a stack. */
export interface Postgres {
  port: number;
  /** Its data directory (PGDATA). */
  dir: string;
  /** Connection string; `user` is `postgres` and `database` is `postgres` unless named. */
  url(user?: string, database?: string): string;
  /** Settled when the server has ended, for whatever reason. */
  ended: Promise<void>;
  /** Fast shutdown; returns when the server has ended. Safe to call twice. */
  stop(): Promise<void>;
}

/** What a server needs to start. */
export interface PostgresOptions {
  /** Folder with `bin`, `lib`, `share`: see prepareNativeTree(). */
  tree: string;
  /** Data directory; made by initdb when it does not exist. */
  dir: string;
  port: number;
  /** Whose process it is: not root. */
  user: PostgresUser;
  /** False only where the data may be lost: commits no longer wait for the disk. */
  durable: boolean;
}

/** For data that may be lost. Realtime reads the log, so its writer must not doze meanwhile. */
const hasty = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_writer_delay: "10ms",
};

/**
 * Makes the data directory when there is none, and starts Postgres on the loopback interface.
 *
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { tree, dir, port, user } = options;
  if (!pathExists(join(dir, "PG_VERSION"))) await initdb(options);
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port: String(port),
    wal_level: "logical",
    shared_preload_libraries: "pg_stat_statements",
    TimeZone: "UTC",
    // A pipe to this process would end with it; the collector outlives a killed parent.
    logging_collector: "on",
    log_directory: "log",
    log_filename: "pg.log",
    log_rotation_age: "0",
    log_rotation_size: "0",
    ...(options.durable ? {} : hasty),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = postgresProcess(join(tree, "bin", "postgres"), ["-D", dir, ...flags], user);
  const url = (user?: string, database?: string) => databaseUrl(port, user, database);
  const ready = await waitUntilReady(url("supabase_admin", "template1"), dir, child.status);
  if (!ready) {
    child.end();
    throw new Error(`Postgres did not start on port ${port}:\n${await child.output()}${log(dir)}`);
  }
  return { port, dir, url, ended: child.status.then(() => {}), stop: child.end };
}

async function initdb({ tree, dir, user, durable }: PostgresOptions): Promise<void> {
  Deno.mkdirSync(dir, { recursive: true });
  if (user.uid !== undefined) Deno.chownSync(dir, user.uid, user.gid ?? user.uid);
  Deno.chmodSync(dir, 0o700);
  // Sorting by code point and knowing letters beyond ASCII, as hosted databases do.
  const letters = Deno.build.os === "darwin" ? "en_US.UTF-8" : "C.UTF-8";
  const child = postgresProcess(join(tree, "bin", "initdb"), [
    ...["-D", dir, "-U", "supabase_admin", "--auth=trust", "--encoding=UTF8"],
    ...["--locale=C", `--lc-ctype=${letters}`, "--no-instructions"],
    ...(durable ? [] : ["--no-sync"]),
  ], user);
  const { success } = await child.status;
  if (!success) throw new Error(`initdb could not make ${dir}:\n${await child.output()}`);
}

function log(dir: string): string {
  try {
    return Deno.readTextFileSync(join(dir, "log", "pg.log")).split("\n").slice(-15).join("\n");
  } catch {
    return "";
  }
}
