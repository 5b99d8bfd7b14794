import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { asCaller } from "./as-caller.ts";
import type { SoakDatabase } from "./soak-database.ts";

/** How creates fared beside something else. */
export interface Probe {
  /** How long that took. */
  seconds: number;
  /** Latencies of creates in milliseconds, ascending. */
  latencies: number[];
  /** The longest time that a create or an end stood still for a lock, in milliseconds. */
  blocked: number;
  /** On what. */
  blockedOn: string;
}

/** A caller who creates and ends runs of one workflow, one after the other. */
export interface Prober {
  /** Probes while something is under way. */
  during(work: () => Promise<unknown>): Promise<Probe>;
  end(): Promise<void>;
}

/** Makes one, with a connection of its own and one that watches its locks. */
export async function startProber(database: SoakDatabase, userId: string): Promise<Prober> {
  const api = database.api(1);
  const watcher = database.owner(1);
  const [backend] = await api<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const pid = backend?.pid ?? 0;
  const [workflow] = await watcher<{ workflow_id: string }[]>`
    select workflow_id from public.workflows where owner_id = ${userId} limit 1`;
  const workflowId = workflow?.workflow_id ?? "";
  return {
    async during(work) {
      const probe: Probe = { seconds: 0, latencies: [], blocked: 0, blockedOn: "" };
      const started = performance.now();
      let over = false;
      const probing = (async () => {
        while (!over) probe.latencies.push(await createAndEnd(api, userId, workflowId));
      })();
      const watching = (async () => {
        for (; !over; await delay(2)) await watch(watcher, pid, probe);
      })();
      try {
        await work();
      } finally {
        probe.seconds = (performance.now() - started) / 1000;
        over = true;
        await Promise.all([probing, watching]);
      }
      probe.latencies.sort((a, b) => a - b);
      return probe;
    },
    end: async () => void await Promise.all([api.end(), watcher.end()]),
  };
}

/** Returns how long the create took, in milliseconds. */
async function createAndEnd(api: postgres.Sql, userId: string, workflowId: string) {
  const started = performance.now();
  const id = await asCaller(api, userId, async (request) => {
    const [row] = await request<{ execution_id: string }[]>`
      select execution_id from public.create_execution(workflow_id => ${workflowId})`;
    return row?.execution_id ?? "";
  });
  const took = performance.now() - started;
  await asCaller(api, userId, (request) =>
    request`
      select status from public.update_execution(
        execution_id => ${id}, status => 'completed', execution_time_seconds => 1)`);
  return took;
}

/** The server itself says since when a backend waits, so that no wait is seen too short. */
async function watch(watcher: postgres.Sql, pid: number, probe: Probe): Promise<void> {
  const waits = await watcher<{ ms: number; what: string }[]>`
    select
      extract(epoch from clock_timestamp() - waitstart)::float8 * 1000 as ms,
      concat_ws(' ', locktype, mode, relation::regclass) as what
    from pg_locks where pid = ${pid} and not granted and waitstart is not null`;
  for (const { ms, what } of waits) {
    if (ms > probe.blocked) Object.assign(probe, { blocked: ms, blockedOn: what });
  }
}
