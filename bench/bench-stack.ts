import postgres from "postgres";
import { type Stack, startStack } from "../stack/stack.ts";
import { freePorts } from "../stack/lifecycle/free-ports.ts";

/** A stack of its own that writes durably, and a superuser's connection to its database. */
export interface BenchStack extends AsyncDisposable {
  env: Record<string, string>;
  databaseUrl: URL;
  adminUrl: string;
  admin: postgres.Sql;
}

/**
 * Starts a stack on a folder of data.
 *
 * @param tuned Gives Postgres the memory that a hosted database of this machine's size would have;
 * it starts twice for that when the folder is new.
 */
export async function startBenchStack(
  dataDir: string,
  tuned: boolean,
  onProgress: (text: string) => void,
): Promise<BenchStack> {
  const [port = 0, dbPort = 0] = freePorts(2);
  const open = () =>
    startStack({
      ...{ port, dbPort, dataDir, onProgress },
      signal: new AbortController().signal,
      onLog: (line) => onProgress(line),
    });
  let stack = await open();
  if (tuned && !await isTuned(stack)) {
    await tune(stack);
    await stack.stop();
    stack = await open();
  }
  const databaseUrl = new URL(stack.env.DB_URL ?? "");
  const adminUrl = adminOf(stack);
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  return {
    ...{ env: stack.env, databaseUrl, adminUrl, admin },
    async [Symbol.asyncDispose]() {
      await admin.end();
      await stack.stop();
    },
  };
}

function adminOf(stack: Stack): string {
  const url = new URL(stack.env.DB_URL ?? "");
  url.username = "supabase_admin";
  return url.href;
}

async function isTuned(stack: Stack): Promise<boolean> {
  const sql = postgres(adminOf(stack), { max: 1 });
  const [settings] = await sql<{ tuned: boolean }[]>`
    select count(*) > 0 as tuned from pg_file_settings where name = 'maintenance_work_mem'`;
  await sql.end();
  return settings?.tuned ?? false;
}

async function tune(stack: Stack): Promise<void> {
  const megabytes = Deno.systemMemoryInfo().total / 1024 / 1024;
  const settings = {
    shared_buffers: `${Math.floor(Math.min(4096, megabytes / 4))}MB`,
    effective_cache_size: `${Math.floor(megabytes / 2)}MB`,
    maintenance_work_mem: `${Math.floor(Math.min(1024, megabytes / 16))}MB`,
    work_mem: "16MB",
    max_wal_size: "4GB",
    random_page_cost: "1.1",
  };
  const sql = postgres(adminOf(stack), { max: 1 });
  for (const [name, value] of Object.entries(settings)) {
    await sql.unsafe(`alter system set ${name} = '${value}'`);
  }
  await sql.end();
}
