import postgres from "postgres";
import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { compare } from "../compare.ts";
import { asUser } from "../scenarios/as-user.ts";
import { bareList } from "../scenarios/bare.ts";
import { callStatement } from "../scenarios/call.ts";
import { reads } from "../scenarios/reads.ts";

const enough = 10_000;
const measured = ["statistics", "overview", "trend, 30 days"];

/**
 * Statistics while 10 000 runs (in a smaller history as many as it has) have ended that no fold has
 * counted yet, and how long the fold takes.
 */
export async function measurePending(run: BenchRun): Promise<void> {
  const pending = Math.min(enough, run.rows);
  const folder = postgres(run.stack.adminUrl, { max: 1, onnotice: () => {} });
  try {
    while (await fold(folder) > 0);
    // Nobody else may fold meanwhile.
    await folder`select pg_advisory_lock(hashtextextended('runtrail: rollups', 0))`;
    await folder`
      insert into public.workflow_executions (
        workflow_id, user_id, status, execution_time_seconds, inputs
      )
      select j.workflow_id, p.user_id, 'completed', r.seconds, '{"url": "https://shop.example"}'
      from (
        select floor(power(10000, random()))::integer as rank,
          exp(random_normal(1.52, 1.2))::numeric(10, 3) as seconds
        from generate_series(1, ${Math.round(pending * 1.2)}::integer) offset 0
      ) as r
      join bench.jobs as j on j.rank = r.rank
      join bench.people as p on p.rank = j.owner_rank
      limit ${pending}`;
    await folder`analyze private.execution_deltas`;
    await withConnections(run, 1, async ([connection]) => {
      const clock = await clockOf([connection]);
      for (const read of reads.filter((each) => measured.includes(each.name))) {
        const call = read.call(run.heavy);
        if (!call) continue;
        const statement = callStatement(call);
        const { userId } = run.heavy;
        run.findings.results.push({
          ...{ rows: run.rows, group: "statistics", name: `${read.name}, 10 000 deltas pending` },
          ...{ who: "heavy", way: "SQL", clients: 1 },
          comparison: await compare(
            {
              subject: [() => asUser(connection, userId, statement).then(() => {})],
              bare: [() => asUser(connection, userId, bareList(userId)).then(() => {})],
            },
            run.seconds,
            clock,
          ),
        });
      }
    });
    const began = performance.now();
    const folded = await fold(folder);
    const value = 10_000 * (performance.now() - began) / folded;
    run.findings.figures.push({ rows: run.rows, name: "fold of 10 000 deltas", value, unit: "ms" });
  } finally {
    await folder.end();
  }
}

async function fold(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ folded: number }[]>`select private.fold_rollups() as folded`;
  return row?.folded ?? 0;
}
