import assert from "node:assert/strict";
import postgres from "postgres";
import { makeWorkflow, signUp, target, type User } from "../actors.ts";

/** Status of each item of a batch. */
type Statuses = readonly number[];

/** Runs two batches of one user at once, each on a connection of its own, 50 times. */
async function race(
  user: User,
  rpc: "create_executions" | "update_executions",
  items: (round: number) => readonly [unknown[], unknown[]],
  check: (one: Statuses, other: Statuses) => void,
): Promise<void> {
  await using connections = new AsyncDisposableStack();
  const connect = () => {
    const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
    connections.defer(() => sql.end({ timeout: 0 }));
    return sql;
  };
  const claims = JSON.stringify({ sub: user.userId, role: "authenticated", is_anonymous: false });
  const run = (sql: postgres.Sql, executions: unknown[]) =>
    sql.begin(async (sql) => {
      await sql`select set_config('request.jwt.claims', ${claims}, true)`;
      await sql`set local role authenticated`;
      const [row] = await sql<{ statuses: number[] }[]>`
        select array(select r.status from unnest(b.results) as r order by r.index) as statuses
        from public.${sql(rpc)}(${JSON.stringify(executions)}::text::jsonb) as b
      `;
      return row?.statuses ?? [];
    });
  const [one, other] = [connect(), connect()];
  for (let round = 0; round < 50; round++) {
    const [first, second] = items(round);
    check(...await Promise.all([run(one, first), run(other, second)]));
  }
}

const all = (status: number, length: number) => Array(length).fill(status);

Deno.test("two batches that report on the same runs in opposite order both succeed, 50 times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const ids = await makeRuns(owner, workflow_id);
  await race(
    owner,
    "update_executions",
    (round) => {
      const reports = ids.map((execution_id) => ({ execution_id, visual_events_captured: round }));
      return [reports, reports.toReversed()];
    },
    (one, other) => assert.deepEqual([one, other], [all(200, 500), all(200, 500)]),
  );
});

Deno.test("two batches with the same keys in opposite order make each run once, 50 times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await race(
    owner,
    "create_executions",
    (round) => {
      const asked = Array.from({ length: 40 }, (_, item) => ({
        workflow_id,
        idempotency_key: `${round}:${item}`,
      }));
      return [asked, asked.toReversed()];
    },
    (one, other) => {
      const again = other.toReversed();
      assert.deepEqual(one.map((status, at) => status + (again[at] ?? 0)), all(401, 40));
    },
  );
});

Deno.test("two batches with the same sessions in opposite order link each once, 50 times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await race(
    owner,
    "create_executions",
    (round) => {
      const asked = Array.from({ length: 40 }, (_, item) => ({
        workflow_id,
        session_id: `${round}-${item}`,
      }));
      return [asked, asked.toReversed()];
    },
    (one, other) => {
      const again = other.toReversed();
      assert.deepEqual(one.map((status, at) => status + (again[at] ?? 0)), all(610, 40));
    },
  );
});

Deno.test("two batches that link the same sessions in opposite order link each once, 50 times", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await race(
    owner,
    "update_executions",
    await sessionsOfRuns(owner, workflow_id),
    (one, other) => {
      const again = other.toReversed();
      assert.deepEqual(one.map((status, at) => status + (again[at] ?? 0)), all(609, 10));
    },
  );
});

/** Makes 500 runs. */
async function makeRuns({ client }: User, workflow_id: string): Promise<string[]> {
  const executions = Array(500).fill({ workflow_id });
  const { data } = await client.rpc("create_executions", { executions }).throwOnError();
  const results: { execution: { execution_id: string } }[] = data.results;
  return results.map(({ execution }) => execution.execution_id);
}

/** For each round 20 runs of their own: ten get ten sessions, the others the same ones backwards. */
async function sessionsOfRuns(owner: User, workflow_id: string) {
  const runs = [
    ...await makeRuns(owner, workflow_id),
    ...await makeRuns(owner, workflow_id),
  ].sort();
  return (round: number) => {
    const link = (at: number, session: number) => ({
      execution_id: runs[20 * round + at],
      session_id: `${round}-${session}`,
    });
    return [
      Array.from({ length: 10 }, (_, at) => link(at, at)),
      Array.from({ length: 10 }, (_, at) => link(10 + at, 9 - at)),
    ] as const;
  };
}
