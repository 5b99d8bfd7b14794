import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { gunzipSync, gzipSync } from "node:zlib";
import { makeExecution, makeWorkflow, service, signUp, target } from "../actors.ts";
import { runTask } from "./run-task.ts";

Deno.test("deno task export writes what deno task import brings back", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "=1\n2");
  const executions = Array.from({ length: 1200 }, (_, at) => ({
    ...{ execution_id: crypto.randomUUID(), workflow_id, user_id: owner.userId },
    ...{ status: "failed", created_at: 1767225600 + at, error: `=${at}\r\n"`, logs: `one\n${at}` },
  }));
  const admin = service();
  for (let at = 0; at < executions.length; at += 500) {
    const { data } = await admin.client
      .rpc("import_executions", { executions: executions.slice(at, at + 500) }).throwOnError();
    assert.equal(data.refused, 0);
  }
  const folder = await Deno.makeTempDir();
  try {
    const asOwner = { PUBLISHABLE_KEY: target.publishableKey, ACCESS_TOKEN: owner.token };
    const asService = { SECRET_KEY: target.secretKey };
    const filter = JSON.stringify({ workflow_id });
    for (const name of ["runs.csv", "runs.ndjson", "runs.csv.gz", "runs.ndjson.gz"]) {
      const args = ["export", name, "--include", "logs", "--filter", filter];
      const written = await runTask(folder, asOwner, ...args);
      assert.equal(written.code, 0, written.err);
      assert.equal(written.out, `1200 executions in ${name}\n`);
      assert.match(written.err, /\[#{30}\] 1200 of 1200 executions/);
      const again = await runTask(folder, asService, "import", name);
      assert.deepEqual([again.code, again.out], [0, "0 imported, 1200 there already, 0 refused\n"]);
      await admin.client.from("workflow_executions").delete().eq("workflow_id", workflow_id)
        .throwOnError();
      const back = await runTask(folder, asService, "import", name);
      assert.deepEqual([back.code, back.out], [0, "1200 imported, 0 there already, 0 refused\n"]);

      const whole = await Deno.readFile(`${folder}/${name}`);
      const text = (name.endsWith(".gz") ? gunzipSync(whole) : Buffer.from(whole)).toString();
      const other = text.replace("failed", "running");
      await Deno.writeFile(
        `${folder}/damaged-${name}`,
        name.endsWith(".gz") ? gzipSync(other) : Buffer.from(other),
      );
      const damaged = await runTask(folder, asService, "import", `damaged-${name}`);
      assert.deepEqual([damaged.code, damaged.out], [1, ""]);
      assert.match(damaged.err, /damaged, or not whole/);
    }
    const { data } = await owner.client.rpc("execution_history", { workflow_id }).throwOnError();
    assert.equal(data.total_executions, 1200);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task import names the rows that are refused, and imports the others", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  const folder = await Deno.makeTempDir();
  try {
    const row = { workflow_id, user_id: owner.userId, status: "completed", created_at: 1767225600 };
    const rows = [
      { ...row, execution_id: crypto.randomUUID() },
      { ...row, execution_id },
      { ...row, execution_id: crypto.randomUUID(), status: "done" },
    ];
    await Deno.writeTextFile(
      `${folder}/rows.ndjson`,
      rows.map((row) => JSON.stringify(row)).join("\n"),
    );
    const { code, out } = await runTask(
      folder,
      { SECRET_KEY: target.secretKey },
      "import",
      "rows.ndjson",
    );
    assert.equal(code, 1);
    assert.match(out, /^row 2: execution_differs: .*\nrow 3: invalid_parameter: .*status_is_known/);
    assert.match(out, /\n1 imported, 0 there already, 2 refused\n$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
