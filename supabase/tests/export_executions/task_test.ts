import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { DuckDBConnection } from "@duckdb/node-api";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";
import { runTask } from "../import_executions/run-task.ts";

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

Deno.test("deno task export writes JSON, compressed text and Parquet, and nothing beside it", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order, now 😀");
  const ids: string[] = [];
  for (const n of [1, 2, 3]) {
    ids.unshift(await makeExecution(owner, workflow_id, { inputs: { n } }));
  }
  const env = { PUBLISHABLE_KEY: target.publishableKey, ACCESS_TOKEN: owner.token };
  const folder = await Deno.makeTempDir();
  const write = async (name: string) => {
    const filter = JSON.stringify({ workflow_id });
    const args = ["export", name, "--include", "inputs", "--filter", filter];
    const { code, out, err } = await runTask(folder, env, ...args);
    assert.deepEqual([code, out], [0, `3 executions in ${name}\n`], err);
    assert.match(err, /\[#{30}\] 3 of 3 executions/);
    return await Deno.readFile(`${folder}/${name}`);
  };
  try {
    for (const name of ["a.json", "a.json.gz"]) {
      const bytes = await write(name);
      const text = new TextDecoder().decode(name.endsWith(".gz") ? gunzipSync(bytes) : bytes);
      const file = JSON.parse(text);
      assert.deepEqual(file.executions.map((row: { inputs: unknown }) => row.inputs), [
        ...[{ n: 3 }, { n: 2 }, { n: 1 }],
      ]);
      assert.equal(file.success, true);
      assert.deepEqual([file.export.rows, file.export.after], [3, null]);
      const list = text.slice(text.indexOf("["), text.lastIndexOf("]") + 1);
      assert.equal(file.export.sha256, sha256(list));
    }
    for (const name of ["a.csv.gz", "a.ndjson.gz"]) {
      const text = gunzipSync(await write(name)).toString();
      const at = text.trimEnd().lastIndexOf("\n") + 1;
      const last = JSON.parse(text.slice(at).replace("# ", ""));
      assert.equal((last.export ?? last).sha256, sha256(text.slice(0, at)), name);
      for (const id of ids) assert.ok(text.includes(id));
    }
    const bytes = await write("a.parquet");
    const connection = await DuckDBConnection.create();
    const read = await connection.runAndReadAll(
      `select execution_id::varchar as id, inputs, workflow_name from '${folder}/a.parquet'`,
    );
    connection.closeSync();
    assert.deepEqual(
      read.getRowObjectsJson(),
      ids.map((id, at) => ({
        ...{ id, inputs: `{"n": ${3 - at}}`, workflow_name: "Order, now 😀" },
      })),
    );
    const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const told = new TextDecoder().decode(bytes.subarray(-footer - 8));
    assert.ok(told.includes(sha256(bytes.subarray(0, -footer - 8))));
    const names = ["a.csv.gz", "a.json", "a.json.gz", "a.ndjson.gz", "a.parquet"];
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), names);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
