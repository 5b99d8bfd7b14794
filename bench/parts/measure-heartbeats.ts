import { type BenchRun, withConnections } from "../bench-run.ts";
import { compare } from "../compare.ts";
import { asUser } from "../scenarios/as-user.ts";
import { bareHeartbeat } from "../scenarios/bare.ts";
import { callStatement } from "../scenarios/call.ts";

// Visited in turn, so that each is left alone for the 5 seconds within which a beat is not stored.
const runsPerSecond = 4000;

/** Heartbeats of runs that have just begun, and the share of them that are HOT updates. */
export async function measureHeartbeats(run: BenchRun): Promise<void> {
  const { admin } = run.stack;
  const count = Math.max(200, Math.ceil(run.seconds * runsPerSecond));
  const ids = await admin<{ id: string }[]>`
    insert into public.workflow_executions (workflow_id, user_id, inputs)
    select ${run.heavy.workflowId}, ${run.heavy.userId}, '{"url": "https://shop.example"}'
    from generate_series(1, ${count}::integer) returning execution_id as id`;
  const bareIds = await admin<{ id: string }[]>`
    insert into bench.bare (workflow_id, owner)
    select ${run.heavy.workflowId}, ${run.heavy.userId}
    from generate_series(1, ${count}::integer) returning execution_id as id`;
  const before = await updates(run);
  const { userId } = run.heavy;
  let place = 0;
  let stored = 0;
  const next = (list: readonly { id: string }[]) => list[place++ % list.length]?.id ?? "";
  const comparison = await withConnections(run, 1, ([connection]) =>
    compare({
      subject: [async () => {
        const beat = callStatement({
          name: "heartbeat_execution",
          parameters: { execution_id: next(ids) },
        }, "r.recorded");
        if (await asUser(connection, userId, beat) === "t") stored++;
      }],
      bare: [() => asUser(connection, userId, bareHeartbeat(next(bareIds))).then(() => {})],
    }, run.seconds));
  const after = await updates(run);
  run.findings.results.push({
    ...{ rows: run.rows, group: "writing", name: "heartbeat", who: "heavy", way: "SQL" },
    ...{ clients: 1, comparison },
  });
  const [hot, all] = [after.hot - before.hot, after.all - before.all];
  const figure = (name: string, value: number, unit: string) =>
    run.findings.figures.push({ rows: run.rows, name, value, unit });
  figure("heartbeats that are HOT updates", 100 * hot / all, "%");
  figure("heartbeats stored", stored, "beats");
}

/** Counts of the whole table; those of a connection arrive when it has closed. */
async function updates({ stack: { admin } }: BenchRun): Promise<{ hot: number; all: number }> {
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [row] = await admin<{ hot: number; all: number }[]>`
    select n_tup_hot_upd::integer as hot, n_tup_upd::integer as all
    from pg_stat_user_tables where relid = 'public.workflow_executions'::regclass`;
  if (!row) throw new Error("There are no statistics of public.workflow_executions.");
  return row;
}
