import postgres from "postgres";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { freePorts } from "../../../stack/lifecycle/free-ports.ts";
import { startStack } from "../../../stack/stack.ts";

/** A stack of its own, of which everything that it writes can be read. */
export interface WatchedStack extends AsyncDisposable {
  env: Record<string, string>;
  /** A superuser of the database. */
  admin: postgres.Sql;
  /** What the functions and the other parts have logged. */
  log: string[];
  /** What Postgres has logged. */
  postgresLog(): Promise<string>;
}

/** Starts one. */
export async function startWatchedStack(): Promise<WatchedStack> {
  const [port = 0, dbPort = 0] = freePorts(2);
  const log: string[] = [];
  const stack = await startStack({
    ...{ port, dbPort, dataDir: null, signal: new AbortController().signal },
    onProgress: () => {},
    onLog: (line) => void log.push(line),
  });
  const url = new URL(stack.env.DB_URL ?? "");
  url.username = "supabase_admin";
  const admin = postgres(url.href, { max: 1, onnotice: () => {} });
  return {
    ...{ env: stack.env, admin, log },
    async postgresLog() {
      const [row] = await admin<{ text: string }[]>`
        select pg_read_file(current_setting('data_directory') || '/log/pg.log') as text`;
      return row?.text ?? "";
    },
    async [Symbol.asyncDispose]() {
      await admin.end();
      await stack.stop();
    },
  };
}

/** Joins the channels of a run as this user; every frame of the connection is added to the list. */
export async function watchChannels(
  env: Record<string, string>,
  accessToken: string,
  topics: string[],
  frames: string[],
): Promise<SupabaseClient> {
  class Watched extends WebSocket {
    constructor(...address: ConstructorParameters<typeof WebSocket>) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        frames.push(typeof data === "string" ? data : new TextDecoder().decode(data));
      });
    }
  }
  const client = createClient(env.API_URL ?? "", env.PUBLISHABLE_KEY ?? "", {
    accessToken: () => Promise.resolve(accessToken),
    realtime: { transport: Watched },
  });
  await client.realtime.setAuth();
  for (const topic of topics) {
    const channel = client.channel(topic, { config: { private: true } });
    const status = await new Promise<string>((resolve) => channel.subscribe(resolve));
    if (status !== "SUBSCRIBED") throw new Error(`${topic}: ${status}`);
  }
  return client;
}
