import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { asCaller, type Request } from "./as-caller.ts";
import { noDeadlocks, noSurprises } from "./checker.ts";
import type { Check, Scenario } from "./scenario.ts";
import { workers } from "./workers.ts";

const [clients, perMinute, atOnce] = [16, 600, 40];

interface Account {
  user: string;
  workflow: string;
}

/** Asks for executions; the ids of those that were made. */
type Way = (account: Account) => Request<string[]>;

const ways: Readonly<Record<string, Way>> = {
  rpc: ({ workflow }) => async (sql) =>
    idsOf(await sql`select execution_id as id from public.create_execution(${workflow})`),
  tables: ({ workflow }) => async (sql) =>
    idsOf(
      await sql`
        insert into public.workflow_executions (workflow_id)
        select ${workflow} from generate_series(1, 2) returning execution_id as id`,
    ),
  batches: ({ workflow }) => async (sql) =>
    idsOf(
      await sql`
        select (r.execution).execution_id as id
        from public.create_executions(
          (
            select jsonb_agg(
              jsonb_build_object('workflow_id', ${workflow}::uuid, 'inputs', jsonb_build_object('n', n))
            )
            from generate_series(1, 10) as n
          )
        ) as b
        cross join lateral unnest(b.results) as r where r.status < 400`,
    ),
};

const idsOf = (rows: readonly Record<string, unknown>[]) => rows.map(({ id }) => String(id));

/** Quotas let exactly through what they allow, whoever asks however. */
export const quotas: Scenario = {
  about: "16 clients of one account ask for more than its quotas allow, and undo some of it",
  async run(database, { seconds }, say) {
    const owner = database.owner(2);
    const [account] = await owner<[Account]>`
      select tests.create_user() as user, tests.create_workflow(null) as workflow`;
    await owner`
      insert into private.quotas (user_id, name, most)
      values
        (${account.user}, 'executions_per_minute', ${perMinute}),
        (${account.user}, 'running_executions', ${atOnce})`;
    const all = workers();
    const apis = Array.from({ length: clients }, () => database.api(1));
    const running: string[] = [];
    for (const api of apis) {
      all.start("asked", 0, () => askOnce(api, account, running));
      all.start("finished", 5, () => finishOne(api, account, running));
    }
    let most = 0;
    all.start("counted", 10, async () => {
      most = Math.max(most, await countRunning(owner, account.user));
    });
    await delay(seconds * 1000);
    await all.stop();
    for (const [name, { done }] of all.counts) say(`${name}: ${done}`);
    const checks = [
      ...await judgeMinutes(owner, account.user, say),
      {
        what: `never more than ${atOnce} run at once`,
        holds: most <= atOnce && most > 0,
        found: `${most} at most`,
      },
      await nothingIsLost(owner, account.user),
      await noDeadlocks(owner),
      noSurprises(all.unexpected),
    ];
    await Promise.all([...apis, owner].map((sql) => sql.end({ timeout: 0 })));
    return checks;
  },
};

class Undone extends Error {}

/** One request in a way chosen at random; one of ten is undone. */
async function askOnce(api: postgres.Sql, account: Account, running: string[]): Promise<void> {
  const list = Object.values(ways);
  const way = list[Math.floor(Math.random() * list.length)];
  if (!way) return;
  try {
    const made = await asCaller(api, account.user, async (sql) => {
      const ids = await way(account)(sql);
      if (Math.random() < 0.1) throw new Undone();
      return ids;
    });
    running.push(...made);
  } catch (error) {
    const isPromised = error instanceof Undone ||
      error instanceof postgres.PostgresError && error.code === "PGRST";
    if (!isPromised) throw error;
  }
}

async function finishOne(api: postgres.Sql, { user }: Account, running: string[]): Promise<void> {
  const id = running.shift();
  if (id === undefined) return;
  await asCaller(
    api,
    user,
    (sql) => sql`select public.update_execution(${id}, status => 'completed')`,
  );
}

async function countRunning(owner: postgres.Sql, user: string): Promise<number> {
  const [row] = await owner<{ runs: number }[]>`
    select count(*)::integer as runs from public.workflow_executions
    where status = 'running' and user_id = ${user}`;
  return row?.runs ?? NaN;
}

/** How many were made in each minute of the clock. */
async function judgeMinutes(
  owner: postgres.Sql,
  user: string,
  say: (line: string) => void,
): Promise<Check[]> {
  const minutes = await owner<{ minute: string; made: number; whole: boolean }[]>`
    select
      to_char(date_trunc('minute', created_at), 'HH24:MI') as minute,
      count(*)::integer as made,
      date_trunc('minute', created_at) not in (
        date_trunc('minute', min(min(created_at)) over ()),
        date_trunc('minute', max(max(created_at)) over ())
      ) as whole
    from public.workflow_executions
    where user_id = ${user}
    group by date_trunc('minute', created_at)
    order by 1`;
  for (const { minute, made } of minutes) say(`${minute}: ${made} of ${perMinute}`);
  const most = Math.max(...minutes.map(({ made }) => made));
  const whole = minutes.filter((each) => each.whole).map(({ made }) => made);
  return [
    {
      what: `no minute has more than ${perMinute}`,
      holds: most <= perMinute && minutes.length > 0,
      found: `${most} at most`,
    },
    {
      what: "every whole minute has at least 95 %",
      holds: whole.every((made) => made >= 0.95 * perMinute),
      found: whole.length > 0 ? `${Math.min(...whole)} at least` : "there was no whole minute",
    },
  ];
}

/** What counters say of the last minute is what was made in it: what was undone used nothing. */
async function nothingIsLost(owner: postgres.Sql, user: string): Promise<Check> {
  const [row] = await owner<{ used: number; made: number }[]>`
    with last as (
      select max(minute) as at from private.quota_counters where owner_key = ${user}
    )
    select
      (
        select sum(c.in_minute)::integer
        from private.quota_counters as c join last as l on c.minute = l.at
        where c.owner_key = ${user}
      ) as used,
      (
        select count(*)::integer from public.workflow_executions as e join last as l
          on e.created_at >= l.at
        where e.user_id = ${user}
      ) as made`;
  return {
    what: "counters have what was made, and nothing that was undone",
    holds: row !== undefined && row.used === row.made,
    found: `${row?.used} counted, ${row?.made} made`,
  };
}
