import { join } from "node:path";
import postgres from "postgres";
import { claimPort, releasePort } from "./claim-port.ts";
import { migrate, seed } from "./migrate.ts";
import { prepareNativeTree } from "./native-tree.ts";
import { startPostgres } from "./postgres.ts";
import { runtimeDir } from "./runtime-dir.ts";
import { stackDir, writeState } from "./stack-state.ts";

export interface StackOptions {
  port: number;
  dbPort: number;
  dataDir: string | null;
  onProgress(text: string): void;
}
export interface Stack {
  env: Record<string, string>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { port, dbPort, onProgress } = options;
  const lock = await claimPort(port);
  const dir = stackDir(port);
  const stops: (() => Promise<void> | void)[] = [() => releasePort(port, lock)];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    const tree = await prepareNativeTree(runtimeDir());
    const postgresDir = join(dir, "data");
    const state = {
      pid: Deno.pid,
      port,
      dbPort,
      startedAt: new Date().toISOString(),
      dataDir: options.dataDir,
      postgresDir,
      tree,
      phase: "starting" as const,
      resets: 0,
      env: {},
    };
    writeState(state);
    const user = Deno.uid() === 0 ? { uid: 65534, gid: 65534 } : {};
    onProgress("Postgres");
    const server = await startPostgres({
      tree,
      dir: postgresDir,
      port: dbPort,
      user,
      durable: false,
    });
    stops.push(server.stop);
    const sql = postgres(server.url("supabase_admin"), { max: 1, onnotice: () => {} });
    await sql.unsafe(Deno.readTextFileSync(new URL("./bootstrap.sql", import.meta.url))).simple();
    await sql.end();
    const authFile = "./auth.ts";
    const auth = await import(authFile).catch((e) => ({ missing: e }));
    if (auth.prepareAuthSchema) await auth.prepareAuthSchema(server.url("supabase_admin"));
    else {
      onProgress("auth.ts is not there yet: minimal auth schema. " + auth.missing.message);
      const sql = postgres(server.url("supabase_admin"), { max: 1, onnotice: () => {} });
      await sql.unsafe(
        `create table auth.users(id uuid primary key default gen_random_uuid(), email text, is_anonymous boolean not null default false, raw_app_meta_data jsonb, raw_user_meta_data jsonb, created_at timestamptz default now());
       grant all on auth.users to postgres, supabase_auth_admin; 
       create function auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$;
       create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
       create function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;`,
      ).simple();
      await sql.end();
    }
    onProgress("migrations");
    await migrate(server.url());
    await seed(server.url());
    const env = { DB_URL: server.url() };
    writeState({ ...state, phase: "ready", env } as never);
    return { env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
