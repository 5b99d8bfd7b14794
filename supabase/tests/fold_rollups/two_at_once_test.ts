import assert from "node:assert/strict";
import postgres from "postgres";
import { target } from "../actors.ts";

interface Run {
  readonly owner: string;
  readonly runs: number;
}

/** Makes a user with finished runs, whose counts wait to be folded. */
async function finishRuns(sql: postgres.Sql, runs: number): Promise<Run> {
  const [made] = await sql<{ owner: string }[]>`select tests.create_user() as owner`;
  const owner = made?.owner ?? "";
  await sql`
    insert into public.workflow_executions (user_id, workflow_id, status, execution_time_seconds)
    select ${owner}, w.workflow_id, 'completed', 1
    from (select tests.create_workflow(${owner}) as workflow_id) as w, generate_series(1, ${runs})`;
  return { owner, runs };
}

async function counted(sql: postgres.Sql, { owner }: Run): Promise<number> {
  const [row] = await sql<{ runs: string }[]>`
    select (tests.counted(${owner})).completed as runs`;
  return Number(row?.runs);
}

Deno.test("while one folds, another folds nothing and a writer does not wait", async () => {
  const [one, two] = [1, 2].map(() => postgres(target.databaseUrl, { max: 1, onnotice: () => {} }));
  assert.ok(one && two);
  try {
    const first = await finishRuns(two, 3);
    await one.begin(async (folding) => {
      // Waits where the fold itself would leave the work to the scheduler's.
      await folding`select tests.fold_rollups()`;
      const second = await finishRuns(two, 2);
      const [other] = await two<{ folded: number }[]>`select private.fold_rollups() as folded`;
      assert.equal(other?.folded, 0);
      assert.equal(await counted(two, first), 3, "what is being folded is seen as it was");
      assert.equal(await counted(two, second), 2, "what ended meanwhile waits");
    });
    assert.equal(await counted(two, first), 3, "after the fold");
    await one`select tests.fold_rollups()`;
    const differences = await two`select * from tests.differences(${first.owner})`;
    assert.deepEqual([...differences], []);
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
});
