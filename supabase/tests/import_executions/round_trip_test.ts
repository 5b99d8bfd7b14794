import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import { makeWorkflow, service, signUp, target, type User } from "../actors.ts";
import { request } from "../request.ts";

const include = ["inputs", "result", "logs", "events"];
// As large as a field may be, as JSON.
const long = (text: string, size: number) =>
  text.repeat(Math.floor(size / (new TextEncoder().encode(JSON.stringify(text)).length - 2)));

/** Text that files and programs stumble over. */
const hostile = [
  "",
  " ",
  "=1+1",
  "+1",
  "-1",
  "@a",
  "\t=1",
  "\r=1",
  "\n",
  "'",
  "''=1",
  '"',
  '""',
  '","',
  "a,b",
  "line\r\nline\rline\nline",
  "# {}",
  '# {"rows":1}',
  "\\",
  "\\n",
  "\\\\",
  "null",
  "NULL",
  "true",
  "😀 =",
  "é\u0301",
  "\u2028",
  "\u200f",
  "\u0001\u001f\u007f",
  "\ufeff",
  "＝1",
  "(a)",
  "a\tb",
];

/** Where these runs lie in time, where no other test has any. */
const window = { created_after: "1999-03-07", created_before: "1999-03-08" };
const reported = { at: "1999-03-07T12:00:00+00:00", level: "warn" };

/** A user with a run for every hostile text, in every place that holds text, some as long as may be. */
async function withHostileRuns() {
  const owner = await signUp();
  const longest = {
    result: long('"=\r\n😀,', 1_048_570),
    error: long("é'", 65_536),
    cancel_reason: "\r😀".repeat(250),
    inputs: { text: long("=\n", 262_100) },
    metadata: { text: long("@\t", 16_300) },
  };
  const rows: Record<string, unknown>[] = [];
  for (const [at, text] of hostile.entries()) {
    const event = { ...reported, message: text, data: { [text]: text } };
    rows.push({
      ...{ execution_id: crypto.randomUUID(), user_id: owner.userId, status: "failed" },
      // Names cannot be empty.
      workflow_id: await makeWorkflow(owner, text || "-"),
      created_at: new Date(Date.UTC(1999, 2, 7) + at).toISOString(),
      ...{ error: text, error_code: text, cancel_reason: text, result: text, progress: 12.5 },
      cancel_requested_at: "1999-03-08T00:00:00Z",
      ...{ inputs: { [text]: text }, metadata: { [text]: text }, tags: text === "" ? [] : [text] },
      events: [{ ...event, kind: "log" }, { ...event, kind: "step_started", step: text || "-" }],
      // An export shows lines reported meanwhile among the logs.
      logs: [event, text, { message: text }],
      ...(at === 0 ? longest : {}),
      ...(at === 1 ? { logs: [event, long('"\n', 1_048_000)] } : {}),
    });
  }
  const admin = service();
  for (const executions of [rows.slice(0, 1), rows.slice(1)]) {
    const { data } = await admin.client.rpc("import_executions", { executions }).throwOnError();
    assert.deepEqual([data.imported, data.refused], [executions.length, 0], JSON.stringify(data));
  }
  return { owner, rows };
}

/** The file without its end, whose snapshot differs, and without this database's numbers. */
async function exported(owner: User, format: string): Promise<string> {
  const { status, text } = await request("POST", "/export-executions", {
    headers: owner.headers,
    json: { ...window, format, include },
  });
  assert.equal(status, 200);
  return text.slice(0, text.lastIndexOf(format === "csv" ? "# {" : '{"export"'))
    .replace(/("+)seq\1: \d+/g, "seq");
}

/** That the table has these rows' texts as they were given. */
async function assertStored(owner: User, rows: Record<string, unknown>[]): Promise<void> {
  const names = ["execution_id", "error", "error_code", "cancel_reason", "inputs", "result"];
  names.push("metadata", "tags");
  const { data } = await owner.client.from("workflow_executions").select(names.join())
    .gte("created_at", window.created_after).lt("created_at", window.created_before)
    .eq("user_id", owner.userId).order("created_at").throwOnError();
  const given = rows.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
  assert.deepEqual(data, given);
}

for (const [format, type] of [["csv", "text/csv"], ["ndjson", "application/x-ndjson"]] as const) {
  Deno.test(`hostile text goes out as ${format} and comes in again, byte for byte`, async () => {
    const { owner, rows } = await withHostileRuns();
    const file = await request("POST", "/export-executions", {
      headers: owner.headers,
      json: { ...window, format, include },
    });
    const before = await exported(owner, format);
    const admin = service();
    await admin.client.from("workflow_executions").delete().eq("user_id", owner.userId)
      .throwOnError();
    assert.equal(await exported(owner, "ndjson"), "");
    for (const [imported, unchanged] of [[rows.length, 0], [0, rows.length]]) {
      const { fields, text } = await request("POST", "/workflows/executions/import", {
        headers: { ...admin.headers, "content-type": type },
        body: file.text,
      });
      assert.deepEqual(
        [fields.imported, fields.unchanged, fields.refused],
        [imported, unchanged, 0],
        text.slice(0, 2000),
      );
      assert.ok(await exported(owner, format) === before, "differs");
      await assertStored(owner, rows);
    }
  });
}

Deno.test("import-executions refuses rows of a file by name, and files that are none", async () => {
  const { headers } = service();
  const send = (type: string, body: string) =>
    request("POST", "/import-executions", { headers: { ...headers, "content-type": type }, body });
  const ids = `${crypto.randomUUID()},${crypto.randomUUID()}`;
  const csv =
    `execution_id,workflow_id,status,created_at,colour\r\n${ids},failed,1767225600,red\r\n`;
  const { fields } = await send("text/csv", csv);
  const [{ error }] = fields.results as [{ error: { code: string; message: string } }];
  assert.deepEqual(error.code, "unknown_parameter");
  for (
    const [type, body, status, code] of [
      ["text/csv", 'a\n"', 400, "invalid_csv"],
      ["text/csv", "", 400, "invalid_parameter"],
      ["application/x-ndjson", "{}\n{", 400, "invalid_json"],
      ["application/json", "{", 400, "invalid_json"],
      ["text/plain", "a", 415, "unsupported_media_type"],
      ["text/csv", `a\n${"x".repeat(17 * 1024 * 1024)}`, 413, "body_too_large"],
    ] as const
  ) {
    const answer = await send(type, body);
    assert.deepEqual(
      [answer.status, answer.fields.code],
      [status, code],
      `${type} ${body.slice(0, 9)}`,
    );
  }
  const line = await send("application/x-ndjson", "{}\n\n{");
  assert.deepEqual(line.fields.details, { line: 3 });
});

Deno.test("what client.export() gives, client.importExecutions() takes", async () => {
  const { owner } = await withHostileRuns();
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  const rows = await Array.fromAsync(
    createRuntrailClient(address).export({ ...window, include: ["logs", "events"] }),
  );
  const admin = createRuntrailClient({ url: target.apiUrl, key: target.secretKey });
  const answer = await admin.importExecutions({ executions: rows });
  assert.deepEqual([answer.unchanged, answer.refused], [rows.length, 0]);
});
