import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { compare, type Pair } from "../compare.ts";
import type { Operation } from "../measure.ts";
import { asUser } from "../scenarios/as-user.ts";
import { callStatement } from "../scenarios/call.ts";
import { exampleInputs } from "../scenarios/example-payloads.ts";
import { barePair, functionPair, type Job } from "../scenarios/pair.ts";
import type { Connection } from "../wire/connection.ts";

/** Limits that nothing here reaches, so that all that is measured is what counting costs. */
const limits = {
  executions_per_minute: 1_000_000_000,
  executions_per_day: 1_000_000_000,
  running_executions: 10_000,
  stored_bytes: Number.MAX_SAFE_INTEGER,
};

/** Creating as a user whom quotas limit, beside one whom none do. */
export async function measureQuotas(run: BenchRun): Promise<void> {
  const { limited, others } = await twoHalves(run);
  const [one, other] = [limited[0] ?? run.heavy, others[0] ?? run.heavy];
  const any = (jobs: readonly Job[]) => () =>
    jobs[Math.floor(Math.random() * jobs.length)] ?? run.heavy;
  await setQuotas(run, limited, {
    executions_per_minute: limits.executions_per_minute,
    executions_per_day: limits.executions_per_day,
  });
  for (const clients of run.clientCounts) {
    await record(run, "create with quotas, spread", "250 workflows", clients, (connections) => ({
      subject: connections.map((connection) => create(connection, any(limited))),
      bare: connections.map((connection) => create(connection, any(others))),
    }));
    await record(run, "create with quotas, one user", "one user", clients, (connections) => ({
      subject: connections.map((connection) => create(connection, () => one)),
      bare: connections.map((connection) => create(connection, () => other)),
    }));
  }
  // What was made above still runs, and would count.
  await run.stack.admin`
    update public.workflow_executions set status = 'cancelled' where status = 'running'`;
  await setQuotas(run, limited, limits);
  for (const clients of run.clientCounts) {
    await record(run, "create + finish with quotas", "250 workflows", clients, (connections) => ({
      subject: connections.map((connection) => functionPair(connection, any(limited), "pair")),
      bare: connections.map((connection) => barePair(connection, any(limited), "pair")),
    }));
  }
  await run.stack.admin`delete from private.quotas`;
}

async function record(
  run: BenchRun,
  name: string,
  who: string,
  clients: number,
  pair: (connections: readonly Connection[]) => Pair,
): Promise<void> {
  await withConnections(run, clients, async (connections) => {
    run.findings.results.push({
      ...{ rows: run.rows, group: "quotas", name, who, way: "SQL", clients },
      comparison: await compare(pair(connections), run.seconds * 3, await clockOf(connections)),
    });
  });
}

function create(connection: Connection, job: () => Job): Operation {
  return async () => {
    const { userId, workflowId } = job();
    await asUser(
      connection,
      userId,
      callStatement({
        name: "create_execution",
        parameters: { workflow_id: workflowId, inputs: exampleInputs },
      }, "r.execution_id"),
    );
  };
}

/** Workflows that run much, of as many owners as there are: half of the owners get quotas. */
async function twoHalves({ stack }: BenchRun): Promise<{ limited: Job[]; others: Job[] }> {
  const jobs = await stack.admin<(Job & { rank: number })[]>`
    select p.user_id as "userId", j.workflow_id as "workflowId", p.rank
    from bench.jobs as j join bench.people as p on p.rank = j.owner_rank
    where j.rank <= 10000 order by j.rank limit 500`;
  return {
    limited: jobs.filter(({ rank }) => rank % 2 === 1),
    others: jobs.filter(({ rank }) => rank % 2 === 0),
  };
}

async function setQuotas(
  { stack }: BenchRun,
  jobs: readonly Job[],
  quotas: Readonly<Record<string, number>>,
): Promise<void> {
  const users = [...new Set(jobs.map(({ userId }) => userId))];
  await stack.admin`
    insert into private.quotas (user_id, name, most)
    select u.id, q.name, q.most
    from unnest(${users}::uuid[]) as u (id)
    cross join unnest(${Object.keys(quotas)}::text[], ${Object.values(quotas)}::bigint[])
      as q (name, most)
    on conflict on constraint quotas_pkey do update set most = excluded.most`;
}
