import assert from "node:assert/strict";
import postgres from "postgres";
import { makeExecution, makeWorkflow, service, signUp, target, type User } from "../actors.ts";

interface Page {
  readonly rows: number;
  readonly after: string | null;
  readonly content: string;
}

/** The ids of all pages; something is done after the first. */
async function exportAll(
  owner: User,
  parameters: Record<string, unknown>,
  meanwhile: (page: number) => Promise<void>,
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let number = 0;; number++) {
    const { data } = await owner.client.rpc("export_executions", { ...parameters, after })
      .throwOnError();
    const page = data as Page;
    for (const line of page.content.split("\n")) {
      if (line !== "") ids.push(JSON.parse(line).execution_id);
    }
    if (page.after === null) return ids;
    after = page.after;
    await meanwhile(number);
  }
}

async function manyRuns(owner: User, workflow_id: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const executions = Array.from({ length: 500 }, () => ({ workflow_id }));
    const { data } = await owner.client.rpc("create_executions", { executions }).throwOnError();
    for (const { execution } of data.results) ids.push(execution.execution_id);
  }
  return ids;
}

function connect() {
  const sql = postgres(target.databaseUrl, { max: 1, prepare: false, onnotice: () => {} });
  return { sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 0 }) };
}

const sorts = ["created_at.desc", "created_at.asc"];

Deno.test("an export holds what was committed when it began, whatever is committed meanwhile", async () => {
  for (const sort of sorts) {
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    const before = await manyRuns(owner, workflow_id, 1000);
    await using connection = connect();
    const begun = Promise.withResolvers<void>();
    const committing = Promise.withResolvers<void>();
    // Its created_at is before the start of the export, and its commit after.
    const late = connection.sql.begin(async (sql) => {
      await sql`insert into public.workflow_executions (workflow_id, user_id)
        values (${workflow_id}, ${owner.userId})`;
      // In a subtransaction, as batches do.
      await sql.savepoint(async (inner) => {
        await inner`insert into public.workflow_executions (workflow_id, user_id)
          values (${workflow_id}, ${owner.userId})`;
      });
      begun.resolve();
      await committing.promise;
    });
    await begun.promise;
    const found = await exportAll(owner, { workflow_id, sort }, async (page) => {
      if (page > 0) return;
      committing.resolve();
      await late;
      await makeExecution(owner, workflow_id);
      // Imported runs have times of their own.
      await service().client.from("workflow_executions").insert(
        ["2020-01-01", "2126-01-01"].map((created_at) => ({
          ...{ workflow_id, user_id: owner.userId, created_at },
        })),
      ).throwOnError();
      // Changed rows stay, those that have come as well as those that have not.
      for (const execution_id of [before[0], before[500], before.at(-1)]) {
        await owner.client.rpc("update_execution", { execution_id, progress: 1 }).throwOnError();
      }
    });
    assert.equal(found.length, 1000);
    assert.deepEqual(new Set(found), new Set(before));
  }
});

Deno.test("beside concurrent writers nothing is added, missing or doubled", async () => {
  for (const sort of sorts) {
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    await manyRuns(owner, workflow_id, 1500);
    let going = true;
    const committed: string[] = [];
    const write = async () => {
      await using connection = connect();
      const claims = JSON.stringify({ sub: owner.userId, role: "authenticated" });
      while (going) {
        const made: string[] = [];
        await connection.sql.begin(async (sql) => {
          await sql`select set_config('request.jwt.claims', ${claims}, true)`;
          await sql`set local role authenticated`;
          for (let n = 0; n < 5; n++) {
            const [row] = await sql`
              select c.execution_id from public.create_execution(${workflow_id}) as c`;
            made.push(row?.execution_id);
          }
        });
        committed.push(...made);
      }
    };
    const writers = [write(), write(), write()];
    for (let round = 0; round < 3; round++) {
      await using watcher = connect();
      // What one statement sees and what the export begins with lie between the same two counts.
      const visible = async () => {
        const rows = await watcher.sql<{ execution_id: string }[]>`
          select execution_id from public.workflow_executions where workflow_id = ${workflow_id}`;
        return new Set(rows.map((row) => row.execution_id));
      };
      const atLeast = await visible();
      let atMost = new Set<string>();
      const found = await exportAll(owner, { workflow_id, sort }, async (page) => {
        if (page === 0) atMost = await visible();
        await new Promise((resolve) => setTimeout(resolve, 20));
      });
      const once = new Set(found);
      assert.equal(once.size, found.length, "none is doubled");
      assert.deepEqual([...atLeast.difference(once)], [], "none is missing");
      assert.deepEqual([...once.difference(atMost)], [], "none is added");
    }
    going = false;
    await Promise.all(writers);
    assert.ok(committed.length > 0);
  }
});
