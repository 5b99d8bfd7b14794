import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { DuckDBConnection } from "@duckdb/node-api";
import { functionsUrl, makeExecution, makeWorkflow, signUp, type User } from "../actors.ts";

/** Fetches a Parquet file and opens it in DuckDB as the table `runs`. */
async function opened(owner: User, parameters: Record<string, unknown>) {
  const response = await fetch(`${functionsUrl}/export-executions`, {
    method: "POST",
    headers: { ...owner.headers, "content-type": "application/json" },
    body: JSON.stringify({ format: "parquet", ...parameters }),
  });
  assert.equal(response.headers.get("content-type"), "application/vnd.apache.parquet");
  const bytes = new Uint8Array(await response.arrayBuffer());
  const file = await Deno.makeTempFile({ suffix: ".parquet" });
  await Deno.writeFile(file, bytes);
  const connection = await DuckDBConnection.create();
  const rows = async (sql: string) =>
    (await connection.runAndReadAll(sql.replaceAll("$file", `'${file}'`))).getRowObjectsJson();
  await connection.run(`create view runs as from read_parquet('${file}')`);
  return {
    bytes,
    rows,
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      await Deno.remove(file);
    },
  };
}

const include = ["inputs", "result", "logs", "events", "visual"];

Deno.test("Parquet has the types and values of the rows, exactly", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order a kettle 😀");
  const execution_id = await makeExecution(owner, workflow_id, {
    inputs: { exact: 1.5, big: 1e21 },
    tags: ["a", "", "c,d"].filter(Boolean),
    metadata: { customer: "acme" },
    visual_streaming_enabled: true,
    timeout_seconds: 60,
  });
  await owner.client.rpc("update_execution", {
    ...{
      execution_id,
      status: "failed",
      error: "line\r\nline",
      execution_time_seconds: 1234567.891,
    },
    ...{ progress: 33.33, result: [null, { a: "b" }], append_logs: ["one"] },
  }).throwOnError();
  await makeExecution(owner, workflow_id);
  const { data } = await owner.client.rpc("export_executions", { workflow_id, include })
    .throwOnError();
  const [, expected] = data.content.trimEnd().split("\n").map((line: string) => JSON.parse(line));

  await using file = await opened(owner, { workflow_id, include });
  const types = await file.rows("describe runs");
  assert.deepEqual(
    Object.fromEntries(types.map((column) => [column.column_name, column.column_type])),
    {
      ...{ execution_id: "UUID", workflow_id: "UUID", workflow_name: "VARCHAR", user_id: "UUID" },
      ...{ status: "VARCHAR", mode: "VARCHAR", visual_enabled: "BOOLEAN" },
      ...{ visual_streaming_enabled: "BOOLEAN", visual_quality: "VARCHAR", session_id: "VARCHAR" },
      ...{ error: "VARCHAR", error_code: "VARCHAR", execution_time_seconds: "DECIMAL(10,3)" },
      ...{ visual_events_captured: "INTEGER", visual_stream_duration: "DECIMAL(10,3)" },
      ...{ progress: "DECIMAL(5,2)", metadata: "JSON", tags: "VARCHAR[]" },
      timeout_seconds: "INTEGER",
      last_heartbeat_at: "TIMESTAMP WITH TIME ZONE",
      cancel_requested_at: "TIMESTAMP WITH TIME ZONE",
      ...{ cancel_reason: "VARCHAR", held: "BOOLEAN" },
      payloads_expired_at: "TIMESTAMP WITH TIME ZONE",
      visual_expired_at: "TIMESTAMP WITH TIME ZONE",
      created_at: "TIMESTAMP WITH TIME ZONE",
      completed_at: "TIMESTAMP WITH TIME ZONE",
      updated_at: "TIMESTAMP WITH TIME ZONE",
      ...{ inputs: "JSON", result: "JSON", logs: "JSON", events: "JSON", visual: "JSON" },
    },
  );
  assert.deepEqual(types.map((column) => column.column_name), Object.keys(expected));
  const [row = {}] = await file.rows(`
    select * exclude (created_at, completed_at, updated_at),
      epoch_us(created_at) as created_at, epoch_us(completed_at) as completed_at,
      epoch_us(updated_at) as updated_at
    from runs where status = 'failed'`);
  for (const [name, value] of Object.entries<unknown>(expected)) {
    const found = row[name];
    if (["created_at", "completed_at", "updated_at"].includes(name)) {
      const [, digits = ""] = /\.(\d+)/.exec(`${value}`) ?? [];
      const micros = BigInt(Date.parse(`${value}`)) / 1000n * 1000_000n +
        BigInt(digits.padEnd(6, "0"));
      assert.equal(found, `${micros}`, name);
    } else if (name === "inputs") {
      assert.equal(found, '{"big": 1000000000000000000000, "exact": 1.5}');
    } else if (["metadata", ...include].includes(name)) {
      assert.deepEqual(JSON.parse(`${found}`), value, name);
    } else if (typeof value === "number" && typeof found === "string") {
      assert.equal(Number(found), value, name);
    } else assert.deepEqual(found, value, name);
  }
});

Deno.test("Parquet tells count and checksum in its footer, also without rows", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (const rows of [0, 2]) {
    if (rows > 0) await makeExecution(owner, workflow_id);
    if (rows > 0) await makeExecution(owner, workflow_id);
    await using file = await opened(owner, { workflow_id });
    const metadata = await file.rows(
      "select decode(key) as key, decode(value) as value from parquet_kv_metadata($file)",
    );
    const told = Object.fromEntries(metadata.map(({ key, value }) => [key, value]));
    const { bytes } = file;
    const footer = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    const before = bytes.subarray(0, bytes.length - 8 - footer);
    assert.equal(told["runtrail.rows"], `${rows}`);
    assert.equal(told["runtrail.sha256"], createHash("sha256").update(before).digest("hex"));
    assert.equal(told["runtrail.after"], "");
    const [counted] = await file.rows("select count(*)::integer as rows from runs");
    assert.deepEqual(counted, { rows });
  }
});

Deno.test("Parquet of many rows has the aggregates of the table", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const total = 6_000;
  for (let made = 0; made < total; made += 500) {
    const executions = Array.from({ length: 500 }, (_, at) => ({
      ...{ workflow_id, mode: at % 3 ? "cloud-run" : "local-run", tags: [`n${at % 7}`] },
    }));
    const { data } = await owner.client.rpc("create_executions", { executions }).throwOnError();
    const ended = data.results.map((
      { execution }: { execution: { execution_id: string } },
      at: number,
    ) => ({
      ...{ execution_id: execution.execution_id, status: at % 5 ? "completed" : "failed" },
      execution_time_seconds: (made + at) / 1000,
    }));
    await owner.client.rpc("update_executions", { executions: ended }).throwOnError();
  }
  await using file = await opened(owner, { workflow_id });
  const [found] = await file.rows(`
    select count(*)::integer as rows, count(distinct execution_id)::integer as ids,
      sum(execution_time_seconds)::varchar as seconds,
      count(*) filter (where status = 'failed')::integer as failed,
      count(*) filter (where mode = 'local-run')::integer as local,
      count(*) filter (where tags[1] = 'n3')::integer as tagged
    from runs`);
  const parts = total / 500;
  assert.deepEqual(found, {
    ...{ rows: total, ids: total, seconds: ((total * (total - 1)) / 2 / 1000).toFixed(3) },
    ...{ failed: parts * 100, local: parts * 167, tagged: parts * 71 },
  });
});
