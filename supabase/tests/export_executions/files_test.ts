import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  functionsUrl,
  makeExecution,
  makeWorkflow,
  service,
  signedOut,
  signUp,
  type User,
} from "../actors.ts";
import { request } from "../request.ts";

interface Summary {
  readonly rows: number;
  readonly sha256: string;
  readonly snapshot: string;
  readonly after: string | null;
}

interface Row {
  readonly execution_id: string;
  readonly created_at: string;
  readonly [name: string]: unknown;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const path = "/workflows/executions/export";

/** A user with a workflow and three runs, oldest first. */
async function withRuns(): Promise<{ owner: User; workflow_id: string; ids: string[] }> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order, now");
  const ids: string[] = [];
  for (const n of [1, 2, 3]) {
    ids.push(await makeExecution(owner, workflow_id, { inputs: { n }, tags: [`t${n}`] }));
  }
  const [execution_id] = ids;
  await owner.client.rpc("update_execution", {
    ...{ execution_id, status: "failed", error: '=1+1\n"😀"', append_logs: ["one"] },
  }).throwOnError();
  return { owner, workflow_id, ids };
}

/** The rows and the end of lines of JSON, of which count and checksum are right. */
function linesOf(text: string): { rows: Row[]; summary: Summary } {
  const lines = text.trimEnd().split("\n");
  const { export: summary } = JSON.parse(lines.pop() ?? "") as { export: Summary };
  const rows = lines.map((line) => JSON.parse(line));
  assert.equal(summary.rows, rows.length);
  assert.equal(summary.sha256, sha256(lines.map((line) => `${line}\n`).join("")));
  return { rows, summary };
}

Deno.test("export-executions gives the same file under its name and its path, by GET and POST", async () => {
  const { owner: { headers }, workflow_id, ids } = await withRuns();
  const query = new URLSearchParams({ workflow_id, include: "inputs,logs" });
  const json = { workflow_id, include: ["inputs", "logs"] };
  const answers = [
    await request("GET", `${path}?${query}`, { headers }),
    await request("POST", path, { headers, json }),
    await request("GET", `/export-executions?${query}`, { headers }),
    await request("POST", "/export-executions", { headers, json }),
  ];
  for (const { status, headers, text } of answers) {
    assert.equal(status, 200, text);
    assert.equal(headers.get("content-type"), "application/x-ndjson");
    assert.equal(headers.get("content-disposition"), 'attachment; filename="executions.ndjson"');
    const { rows, summary } = linesOf(text);
    assert.deepEqual(rows.map((row) => row.execution_id), ids.toReversed());
    assert.equal(summary.after, null);
    assert.equal(headers.get("x-export-snapshot"), summary.snapshot);
    assert.deepEqual(rows[2]?.inputs, { n: 1 });
    assert.ok(!("result" in (rows[2] ?? {})));
  }
});

Deno.test("export-executions gives CSV whose end tells count and checksum", async () => {
  const { owner: { headers }, workflow_id, ids } = await withRuns();
  const answer = await request("GET", `${path}?format=csv&workflow_id=${workflow_id}`, { headers });
  assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8; header=present");
  const at = answer.text.lastIndexOf("\r\n# ") + 2;
  const content = answer.text.slice(0, at);
  const summary: Summary = JSON.parse(answer.text.slice(at + 2));
  assert.deepEqual([summary.rows, summary.sha256, summary.after], [3, sha256(content), null]);
  assert.match(content, /^execution_id,workflow_id,workflow_name,[a-z_,]+\r\n/);
  assert.ok(content.includes('"\'=1+1\n""😀"""'), content);
  for (const id of ids) assert.ok(content.includes(`\r\n${id},${workflow_id},"Order, now",`));
});

Deno.test("export-executions gives JSON whose end tells count and checksum, also without rows", async () => {
  const { owner: { headers }, workflow_id, ids } = await withRuns();
  for (const [status_filter, expected] of [["running", ids.slice(1)], ["cancelled", []]] as const) {
    const query = new URLSearchParams({ format: "json", workflow_id, status_filter });
    const { text, fields } = await request("GET", `${path}?${query}`, { headers });
    const rows = fields.executions as Row[];
    assert.deepEqual(rows.map((row) => row.execution_id), expected.toReversed());
    const summary = fields.export as Summary;
    const list = text.slice(text.indexOf("["), text.lastIndexOf(',"export":'));
    assert.deepEqual([summary.rows, summary.sha256], [rows.length, sha256(list)]);
    assert.deepEqual([fields.success, fields.message], [true, "Executions exported."]);
  }
});

Deno.test("export-executions compresses the file when asked, except Parquet", async () => {
  const { owner: { headers }, workflow_id } = await withRuns();
  const query = new URLSearchParams({ workflow_id, format: "csv", sort: "created_at.asc" });
  const plain = await request("GET", `${path}?${query}`, { headers });
  const answer = await fetch(
    `${functionsUrl}${path}?${query}&gzip=true`,
    { headers },
  );
  assert.equal(answer.headers.get("content-type"), "application/gzip");
  assert.equal(
    answer.headers.get("content-disposition"),
    'attachment; filename="executions.csv.gz"',
  );
  const body = answer.body?.pipeThrough(new DecompressionStream("gzip"));
  const masked = (text: string) => text.replace(/"snapshot":"[^"]+"/, "");
  assert.equal(masked(await new Response(body).text()), masked(plain.text));
  const refused = await request("GET", `${path}?format=parquet&gzip=true`, { headers });
  assert.deepEqual([refused.status, refused.fields.code], [400, "invalid_parameter"]);
});

Deno.test("export-executions goes on after any row, with the rows of its beginning", async () => {
  const { owner, workflow_id, ids } = await withRuns();
  const { headers } = owner;
  for (const sort of ["created_at.desc", "created_at.asc"]) {
    const query = new URLSearchParams({ workflow_id, sort });
    const first = linesOf((await request("GET", `${path}?${query}`, { headers })).text);
    const later = await makeExecution(owner, workflow_id);
    for (const [at, row] of first.rows.entries()) {
      const after = [first.summary.snapshot, row.created_at, row.execution_id].join();
      const json = { workflow_id, sort, after };
      const { text } = await request("POST", "/export-executions", { headers, json });
      const rest = linesOf(text);
      assert.deepEqual(rest.rows, first.rows.slice(at + 1));
      assert.equal(rest.summary.snapshot, first.summary.snapshot);
    }
    assert.ok(!ids.includes(later));
  }
});

Deno.test("export-executions answers errors before the first byte as all do", async () => {
  const { owner } = await withRuns();
  for (
    const [headers, query, status, code] of [
      [owner.headers, "format=xml", 400, "invalid_parameter"],
      [owner.headers, "include=payloads", 400, "invalid_parameter"],
      [owner.headers, "sort=execution_time_seconds.desc", 400, "invalid_parameter"],
      [owner.headers, "page=1", 400, "unknown_parameter"],
      [owner.headers, "after=nonsense", 400, "invalid_cursor"],
      [owner.headers, `user_id=${crypto.randomUUID()}`, 400, "user_id_not_allowed"],
      [service().headers, "", 400, "user_id_required"],
      [service().headers, `user_id=${crypto.randomUUID()}`, 404, "user_not_found"],
      [signedOut().headers, "", 401, "authentication_required"],
    ] as const
  ) {
    const answer = await request("GET", `${path}?${query}`, { headers });
    assert.deepEqual([answer.status, answer.fields.code], [status, code], answer.text);
  }
});

Deno.test("export-executions gives the service what the user it names would get", async () => {
  const { owner, workflow_id } = await withRuns();
  const asked = { workflow_id, format: "csv" };
  const own = await request("POST", path, { headers: owner.headers, json: asked });
  const json = { ...asked, user_id: owner.userId };
  const served = await request("POST", path, { headers: service().headers, json });
  assert.equal(served.text.split("\r\n# ")[0], own.text.split("\r\n# ")[0]);
});
