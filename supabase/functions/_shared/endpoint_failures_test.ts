import assert from "node:assert/strict";
import { contract } from "./contract.ts";
import { endpoint } from "./endpoint.ts";
import { serve } from "./serve.ts";
import { type FakeProject, startFakeProject } from "./testing/fake-project.ts";

const update = endpoint(contract.updateExecution);
const SECRET = "a-payload-nobody-may-see";

/** An update whose payload is {@link SECRET}, and the lines logged meanwhile. */
async function send(project: FakeProject) {
  const lines: string[] = [];
  const { error } = console;
  console.error = (line: string) => lines.push(line);
  try {
    const response = await update(
      new Request("http://localhost/update-execution", {
        method: "POST",
        headers: {
          authorization: `Bearer ${await project.token()}`,
          "content-type": "application/json",
          "x-request-id": "r1",
        },
        body: JSON.stringify({
          execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01",
          error: SECRET,
        }),
      }),
    );
    const { status, headers } = response;
    const text = await response.text();
    return { status, headers, text, body: JSON.parse(text), lines };
  } finally {
    console.error = error;
  }
}

Deno.test("endpoint() answers what SQL raised in the form of every error", async () => {
  await using project = await startFakeProject();
  const raised = {
    code: "PT409",
    message: "execution_already_finished",
    details: "D.",
    hint: "H.",
  };
  project.answer = () => Response.json(raised, { status: 409 });
  const { status, body, lines } = await send(project);
  assert.equal(status, 409);
  assert.deepEqual(body, {
    success: false,
    code: "execution_already_finished",
    message: "D. H.",
    details: null,
    request_id: "r1",
  });
  assert.deepEqual(lines, []);
});

Deno.test("endpoint() answers a late report with 409 and its fields, digit by digit", async () => {
  await using project = await startFakeProject();
  const fields = '"execution_id":"e1","status":"failed","result":{"id":12345678901234567890}';
  project.answer = () => new Response(`{${fields},"late":true}`, { status: 409 });
  const { status, text, lines } = await send(project);
  assert.equal(status, 409);
  assert.ok(text.includes(`,"details":null,${fields},"late":true,"request_id":"r1"}`), text);
  const { success, code, message } = JSON.parse(text);
  assert.deepEqual([success, code], [false, "execution_already_finished"]);
  assert.match(message, /ended execution e1 \(failed\)/);
  assert.deepEqual(lines, []);
});

Deno.test("endpoint() passes on the headers of a 429", async () => {
  await using project = await startFakeProject();
  project.answer = () =>
    Response.json({ code: "PT429", message: "too_many", details: "D.", hint: "H." }, {
      status: 429,
      headers: { "retry-after": "9", ratelimit: '"creates";r=0;t=9' },
    });
  const { status, headers } = await send(project);
  assert.equal(status, 429);
  assert.equal(headers.get("retry-after"), "9");
  assert.equal(headers.get("ratelimit"), '"creates";r=0;t=9');
});

Deno.test("endpoint() answers 500 to the unexpected and logs it with the request id, no payload", async () => {
  await using project = await startFakeProject();
  const error = { code: "42501", message: "permission denied for table x", details: SECRET };
  project.answer = () => Response.json(error, { status: 403 });
  const { status, body, lines } = await send(project);
  assert.deepEqual([status, body.code, body.request_id], [500, "internal_error", "r1"]);
  assert.doesNotMatch(JSON.stringify(body), /permission/);
  assert.equal(lines.length, 1);
  const line = JSON.parse(lines[0] ?? "");
  assert.deepEqual([line.request_id, line.endpoint], ["r1", "update-execution"]);
  assert.match(line.error, /42501 permission denied for table x/);
  assert.ok(!lines[0]?.includes(SECRET));
});

Deno.test("endpoint() answers 500 when the SQL function gives no object", async () => {
  await using project = await startFakeProject();
  for (const text of ["null", "[]", "<html>", ""]) {
    project.answer = () => new Response(text);
    assert.equal((await send(project)).body.code, "internal_error", text);
  }
});

Deno.test("endpoint() answers 504 when the statement took too long", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ code: "57014", message: "canceling" }, { status: 500 });
  const { status, body } = await send(project);
  assert.deepEqual([status, body.code], [504, "statement_timeout"]);
});

Deno.test("endpoint() answers 503 when the database cannot be reached", async () => {
  await using project = await startFakeProject();
  Deno.env.set("SUPABASE_URL", "http://127.0.0.1:1");
  const { status, headers, body, lines } = await send(project);
  assert.deepEqual([status, body.code], [503, "database_unavailable"]);
  assert.equal(headers.get("retry-after"), "1");
  assert.match(lines[0] ?? "", /"request_id":"r1"/);
  assert.ok(!lines[0]?.includes(SECRET));
});

Deno.test("endpoint() answers 500 and logs why when it is not configured", async () => {
  await using project = await startFakeProject();
  Deno.env.delete("SUPABASE_URL");
  const { status, body, lines } = await send(project);
  assert.deepEqual([status, body.code], [500, "internal_error"]);
  assert.match(lines[0] ?? "", /SUPABASE_URL/);
});

Deno.test("serve() answers a thrown error with 500 and keeps the stack for the log", async () => {
  const lines: string[] = [];
  const { error } = console;
  console.error = (line: string) => lines.push(line);
  try {
    const broken = serve("broken", () => ({ GET: () => Promise.reject(new TypeError("oops")) }));
    const response = await broken(new Request("http://localhost/broken"));
    assert.equal(response.status, 500);
    assert.doesNotMatch(await response.text(), /oops|\.ts/);
    assert.match(JSON.parse(lines[0] ?? "").error, /TypeError: oops\n +at /);
  } finally {
    console.error = error;
  }
});
