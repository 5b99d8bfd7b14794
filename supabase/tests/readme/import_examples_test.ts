import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { makeWorkflow, signInAnonymously, signUp, target } from "../actors.ts";
import { codeBlocks, section } from "./read-readme.ts";
import { shellWords } from "./shell-words.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs the README's commands, which begin with `npx --yes deno@<version> task`, in a folder. */
async function runTasks(script: string, folder: string, env: Record<string, string>) {
  let printed = "";
  for (const [, , , , ...args] of shellWords(script, {})) {
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "--cwd", root, ...args],
      env: { ...env, API_URL: target.apiUrl, INIT_CWD: folder, NO_COLOR: "1" },
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    printed += new TextDecoder().decode(stdout);
  }
  return printed;
}

Deno.test("README's way from an older table brings its rows here", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const folder = await Deno.makeTempDir();
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    const [query = ""] = codeBlocks(section("### From an older table"), "sql");
    const lines = await sql.begin(async (older) => {
      await older`create temp table workflow_executions on commit drop as
        select gen_random_uuid() as execution_id, ${workflow_id}::uuid as workflow_id,
          ${owner.userId}::uuid as user_id, 'completed' as status, 'cloud-run' as mode,
          '{"a": 1}'::jsonb as inputs, null::jsonb as result, E'one\ntwo ' || n as logs,
          2.5 as execution_time_seconds, 1767225600.25 + n as created_at,
          1767225603 + n as completed_at, 1767225603 + n as updated_at
        from generate_series(1, 3) as n`;
      const rows = await older.unsafe(query);
      return rows.map(({ row_to_json }) => JSON.stringify(row_to_json));
    });
    await Deno.writeTextFile(`${folder}/runs.ndjson`, lines.join("\n"));
    const [script = ""] = codeBlocks(section("### From an older table"), "sh");
    for (const said of ["3 imported, 0 there already", "0 imported, 3 there already"]) {
      const printed = await runTasks(script, folder, { SECRET_KEY: target.secretKey });
      assert.equal(printed, `${said}, 0 refused\n`);
    }
    const { data } = await owner.client
      .rpc("execution_history", { workflow_id, include_payloads: true }).throwOnError();
    assert.deepEqual(data.executions[0].logs, ["one", "two 3"]);
  } finally {
    await sql.end();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("README's tasks write a file and read it again", async () => {
  // Who sees nothing that is shared, such as other tests' runs.
  const owner = await signInAnonymously();
  const { data } = await owner.client
    .rpc("create_execution", { workflow_id: await makeWorkflow(owner) }).throwOnError();
  assert.ok(data.execution_id);
  const folder = await Deno.makeTempDir();
  try {
    const [script = ""] = codeBlocks(section("### Files"), "sh");
    const [written = "", other = "", read = ""] = script.trim().split("\n");
    const user = { PUBLISHABLE_KEY: target.publishableKey, ACCESS_TOKEN: owner.token };
    assert.equal(await runTasks(written, folder, user), "1 executions in runs.csv\n");
    assert.equal(await runTasks(other, folder, user), "1 executions in runs.parquet\n");
    const printed = await runTasks(read, folder, { SECRET_KEY: target.secretKey });
    assert.equal(printed, "0 imported, 1 there already, 0 refused\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
