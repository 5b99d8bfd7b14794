import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { combine, compare, type Comparison } from "../compare.ts";
import type { Operation } from "../measure.ts";
import { asUser } from "../scenarios/as-user.ts";
import { callStatement } from "../scenarios/call.ts";
import { exampleInputs } from "../scenarios/example-payloads.ts";
import { barePair, functionPair, type Job } from "../scenarios/pair.ts";
import { type Deed, measuredAtOnce } from "./at-once.ts";
import { quietly, tellingByConnection, tellingChanges } from "./telling-changes.ts";
import type { Connection } from "../wire/connection.ts";

/** Limits that nothing here reaches, so that all that is measured is what counting costs. */
const windows = { executions_per_minute: 1_000_000_000, executions_per_day: 1_000_000_000 };
const others = { running_executions: 10_000, stored_bytes: Number.MAX_SAFE_INTEGER };

/**
 * Creating as users whom quotas limit, beside others whom none do; then the other way round. And
 * creating and finishing with all that may be on: quotas of every kind, and changes told.
 */
export async function measureQuotas(run: BenchRun): Promise<void> {
  const [even, odd] = await twoHalves(run);
  for (const clients of run.clientCounts) {
    for (
      const [name, who, choose] of [
        ["create with quotas, spread", "500 workflows", any],
        ["create with quotas, one user", "two users", first],
      ] as const
    ) {
      const comparisons: Comparison[] = [];
      for (const [limited, free] of [[even, odd], [odd, even]] as const) {
        await setQuotas(run, limited, windows);
        const as = (jobs: readonly Job[]): Deed => (connection) => create(connection, choose(jobs));
        comparisons.push(await measuredAtOnce(run, clients, as(limited), as(free)));
      }
      record(run, name, who, clients, combine(comparisons));
    }
  }
  // What was made above still runs, and would count. Nobody is told: it would be a message each.
  await tellingChanges(run.stack, false, () =>
    run.stack.admin`
      update public.workflow_executions set status = 'cancelled' where status = 'running'`);
  await run.stack.admin`vacuum (analyze) public.workflow_executions`;
  for (const clients of run.clientCounts) {
    await setQuotas(run, even, { ...windows, ...others });
    const ofBare = await withConnections(run, clients, async (connections) =>
      await compare(
        {
          subject: connections.map((each) => functionPair(each, any(even), "pair")),
          bare: connections.map((each) => barePair(each, any(even), "pair")),
        },
        run.seconds * 3,
        await clockOf(connections),
      ));
    record(run, "create + finish with quotas", "250 workflows", clients, ofBare);
  }
  await tellingByConnection(run.stack, async () => {
    for (const clients of run.clientCounts) {
      const comparisons: Comparison[] = [];
      for (const [limited, free] of [[even, odd], [odd, even]] as const) {
        await setQuotas(run, limited, { ...windows, ...others });
        const as = (jobs: readonly Job[]): Deed => (connection) =>
          functionPair(connection, any(jobs), "pair");
        comparisons.push(await measuredAtOnce(run, clients, as(limited), quietly(as(free))));
      }
      const name = "create + finish, told and with quotas";
      record(run, name, "500 workflows", clients, combine(comparisons));
    }
  });
  await run.stack.admin`delete from private.quotas`;
}

type Choose = (jobs: readonly Job[]) => () => Job;

const any: Choose = (jobs) => () => jobs[Math.floor(Math.random() * jobs.length)] ?? nobody;
const first: Choose = (jobs) => () => jobs[0] ?? nobody;
const nobody: Job = { userId: "", workflowId: "" };

function record(
  run: BenchRun,
  name: string,
  who: string,
  clients: number,
  comparison: Comparison,
): void {
  run.findings.results.push({
    ...{ rows: run.rows, group: "quotas", name, who, way: "SQL", clients, comparison },
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

/** Workflows that run much, in two halves that share no owner. */
async function twoHalves({ stack }: BenchRun): Promise<[Job[], Job[]]> {
  const jobs = await stack.admin<(Job & { rank: number })[]>`
    select p.user_id as "userId", j.workflow_id as "workflowId", p.rank
    from bench.jobs as j join bench.people as p on p.rank = j.owner_rank
    where j.rank <= 10000 order by j.rank limit 500`;
  return [
    jobs.filter(({ rank }) => rank % 2 === 0),
    jobs.filter(({ rank }) => rank % 2 === 1),
  ];
}

/** Gives these quotas to the owners of these jobs, and to nobody else. */
async function setQuotas(
  { stack }: BenchRun,
  jobs: readonly Job[],
  quotas: Readonly<Record<string, number>>,
): Promise<void> {
  const users = [...new Set(jobs.map(({ userId }) => userId))];
  await stack.admin`delete from private.quotas`;
  await stack.admin`
    insert into private.quotas (user_id, name, most)
    select u.id, q.name, q.most
    from unnest(${users}::uuid[]) as u (id)
    cross join unnest(${Object.keys(quotas)}::text[], ${Object.values(quotas)}::bigint[])
      as q (name, most)`;
}
