import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createAccessTokens } from "./auth/access-tokens.ts";
import { startCron } from "./cron.ts";
import { type Functions, startFunctions } from "./functions.ts";
import { startGateway } from "./gateway.ts";
import { devKeys } from "./keys.ts";
import { stackMark } from "./lifecycle/end-leftovers.ts";
import { stackDir } from "./lifecycle/stack-state.ts";
import type { Postgres } from "./postgres.ts";
import { startRealtime } from "./realtime.ts";

const patienceMs = 2_000;

/** What the services are told. */
export interface ServicesOptions {
  /** The API's port. */
  port: number;
  functions: Functions;
  server: Postgres;
  onLog(line: string): void;
}

/** Starts the edge functions of this repository; they reach the database through the API only. */
export function startProjectFunctions(
  port: number,
  databaseUrl: string,
  onLog: (line: string) => void,
): Promise<Functions> {
  const streamSeconds = Deno.env.get("RUNTRAIL_STREAM_SECONDS");
  return startFunctions({
    dir: fileURLToPath(new URL("../supabase/functions", import.meta.url)),
    onLog,
    env: {
      RUNTRAIL_PLAYER_URL: `http://127.0.0.1:${port}/dashboard/`,
      ...(streamSeconds ? { RUNTRAIL_STREAM_SECONDS: streamSeconds } : {}),
      SUPABASE_URL: `http://127.0.0.1:${port}`,
      SUPABASE_DB_URL: databaseUrl,
      SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: devKeys.publishable }),
      SUPABASE_SECRET_KEYS: JSON.stringify({ default: devKeys.secret }),
      SUPABASE_JWKS: JSON.stringify(devKeys.jwks),
      [stackMark]: stackDir(port),
    },
  });
}

/**
 * Starts what answers in front of a migrated database: Realtime, cron jobs, and the gateway that
 * joins all on one port.
 *
 * @returns What ends them again.
 */
export async function startServices(options: ServicesOptions): Promise<AsyncDisposableStack> {
  const { port, functions, server, onLog } = options;
  await using services = new AsyncDisposableStack();
  const tokens = await createAccessTokens(devKeys);
  const realtime = await startRealtime({
    databaseUrl: server.url("supabase_realtime_admin"),
    keys: devKeys,
    onLog,
    verifyJwt: async (token) => {
      const result = await tokens.verify(token);
      return result.ok ? result.claims : null;
    },
  });
  const gateway = await startGateway({
    ...{ port, functions, realtime, onLog },
    databaseUrl: (role) => server.url(role),
    keys: devKeys,
  });
  // Requests under way may finish for a moment; those that wait for the database end with it.
  services.defer(() => Promise.race([gateway.stop(), delay(patienceMs)]));
  services.defer(realtime.stop);
  const cron = startCron({ databaseUrl: server.url("supabase_admin"), onLog });
  services.defer(cron.stop);
  return services.move();
}
