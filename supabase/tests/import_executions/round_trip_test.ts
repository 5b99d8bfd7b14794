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

/** A user with a run for every hostile text, in every place that holds text. */
async function withHostileRuns() {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, '=cmd|" /C calc"!A0');
  const executions = hostile.map((text, at) => ({
    ...{ execution_id: crypto.randomUUID(), workflow_id, user_id: owner.userId, status: "failed" },
    created_at: new Date(Date.UTC(2026, 0, 1) + at).toISOString(),
    ...{ error: text, cancel_reason: text, cancel_requested_at: "2026-01-02T00:00:00Z" },
    ...{
      inputs: { [text]: text },
      metadata: { text },
      result: text,
      logs: [text, { message: text }],
    },
    tags: text === "" ? [] : [text],
    events: [{ kind: "log", at: "2026-01-02T00:00:00Z", message: text, data: text }],
    progress: 12.5,
  }));
  // An export shows lines reported meanwhile among the logs.
  const rows = executions.map(({ logs, events, ...row }, at) => ({
    ...row,
    events,
    logs: [
      ...events.map(({ at, message, data }) => ({
        at: at.replace("Z", "+00:00"),
        level: "info",
        message,
        data,
      })),
      ...logs,
    ],
    ...(at === 0 ? { result: long('"=\r\n😀,', 1_048_570), error: long("é'", 65_536) } : {}),
  }));
  const { data } = await service().client.rpc("import_executions", { executions: rows })
    .throwOnError();
  assert.deepEqual([data.imported, data.refused], [rows.length, 0], JSON.stringify(data));
  return { owner, workflow_id };
}

/** The file without its end, whose snapshot differs, and without this database's numbers. */
async function exported(owner: User, workflow_id: string, format: string): Promise<string> {
  const { status, text } = await request("POST", "/export-executions", {
    headers: owner.headers,
    json: { workflow_id, format, include },
  });
  assert.equal(status, 200);
  return text.slice(0, text.lastIndexOf(format === "csv" ? "# {" : '{"export"'))
    .replace(/("+)seq\1: \d+/g, "seq");
}

for (const [format, type] of [["csv", "text/csv"], ["ndjson", "application/x-ndjson"]] as const) {
  Deno.test(`hostile text goes out as ${format} and comes in again, byte for byte`, async () => {
    const { owner, workflow_id } = await withHostileRuns();
    const file = await request("POST", "/export-executions", {
      headers: owner.headers,
      json: { workflow_id, format, include },
    });
    const before = await exported(owner, workflow_id, format);
    const admin = service();
    await admin.client.from("workflow_executions").delete().eq("workflow_id", workflow_id)
      .throwOnError();
    assert.equal(await exported(owner, workflow_id, "ndjson"), "");
    for (
      const expected of [{ imported: hostile.length, unchanged: 0 }, {
        imported: 0,
        unchanged: hostile.length,
      }]
    ) {
      const { fields, text } = await request("POST", "/workflows/executions/import", {
        headers: { ...admin.headers, "content-type": type },
        body: file.text,
      });
      const { imported, unchanged, refused } = fields;
      assert.deepEqual(
        { imported, unchanged, refused },
        { ...expected, refused: 0 },
        text.slice(0, 2000),
      );
      assert.ok(await exported(owner, workflow_id, format) === before, "differs");
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
  const { owner, workflow_id } = await withHostileRuns();
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  const rows = await Array.fromAsync(
    createRuntrailClient(address).export({ workflow_id, include: ["logs", "events"] }),
  );
  const admin = createRuntrailClient({ url: target.apiUrl, key: target.secretKey });
  const answer = await admin.importExecutions({ executions: rows });
  assert.deepEqual([answer.unchanged, answer.refused], [rows.length, 0]);
});
