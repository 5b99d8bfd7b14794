import assert from "node:assert/strict";
import { contract } from "./contract.ts";
import { endpoint } from "./endpoint.ts";
import { type FakeProject, startFakeProject } from "./testing/fake-project.ts";

const WORKFLOW = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const EXECUTION = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01";
const create = endpoint(contract.createExecution);
const update = endpoint(contract.updateExecution);
const history = endpoint(contract.executionHistory);
const active = endpoint(contract.activeExecutions);

interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A request as a signed-in user sends it. */
async function from(project: FakeProject, path: string, sent: Sent = {}): Promise<Request> {
  const { method = "POST", body, headers } = sent;
  return new Request(`http://localhost/functions/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await project.token()}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function codeOf(response: Response): Promise<[status: number, code: string]> {
  const { code } = await response.json();
  return [response.status, code];
}

Deno.test("endpoint() answers 201 with the envelope around what the SQL function returned", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ execution_id: EXECUTION, replayed: false });
  const response = await create(
    await from(project, "/create-execution", { body: { workflow_id: WORKFLOW } }),
  );
  assert.equal(response.status, 201);
  assert.deepEqual(await response.json(), {
    success: true,
    execution_id: EXECUTION,
    replayed: false,
    message: "Execution created.",
  });
});

Deno.test("endpoint() answers 200 when the idempotency key was used before", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ execution_id: EXECUTION, replayed: true });
  const response = await create(
    await from(project, "/create-execution", { body: { workflow_id: WORKFLOW } }),
  );
  assert.equal(response.status, 200);
  assert.match((await response.json()).message, /used before/);
});

Deno.test("endpoint() makes one call, as the user, without the session token", async () => {
  await using project = await startFakeProject();
  const session_token = await project.token();
  const body = { workflow_id: WORKFLOW, session_token };
  const headers = { authorization: "", "content-type": "application/json" };
  const response = await create(
    await from(project, `/create-execution?session_token=${session_token}`, { body, headers }),
  );
  assert.equal(response.status, 201);
  assert.equal(project.calls.length, 1);
  const [call] = project.calls;
  assert.equal(call?.path, "/rest/v1/rpc/create_execution");
  assert.equal(call?.text, JSON.stringify({ workflow_id: WORKFLOW }));
  assert.equal(call?.headers.get("authorization"), `Bearer ${session_token}`);
  assert.equal(call?.headers.get("apikey"), project.publishableKey);
});

Deno.test("endpoint() calls as the service with its secret key alone", async () => {
  await using project = await startFakeProject();
  const headers = { authorization: "", apikey: project.secretKey };
  await active(await from(project, "/active-executions", { body: {}, headers }));
  assert.equal(project.calls[0]?.headers.get("apikey"), project.secretKey);
  assert.equal(project.calls[0]?.headers.get("authorization"), null);
});

Deno.test("endpoint() answers its REST method under its own name too", async () => {
  await using project = await startFakeProject();
  const patch = await from(project, `/update-execution?execution_id=${EXECUTION}`, {
    method: "PATCH",
    body: { progress: 5 },
  });
  assert.equal((await update(patch)).status, 200);
  const get = await from(project, `/active-executions?workflow_id=${WORKFLOW}`, { method: "GET" });
  assert.equal((await active(get)).status, 200);
  assert.deepEqual(project.calls.map(({ text }) => JSON.parse(text)), [
    { execution_id: EXECUTION, progress: 5 },
    { workflow_id: WORKFLOW },
  ]);
});

Deno.test("endpoint() finds itself with and without /functions/v1, and nothing below its name", async () => {
  await using project = await startFakeProject();
  const headers = { authorization: `Bearer ${await project.token()}` };
  for (
    const path of ["/active-executions", "/active-executions/", "/functions/v1/active-executions"]
  ) {
    assert.equal((await active(new Request(`http://localhost${path}`, { headers }))).status, 200);
  }
  const below = new Request("http://localhost/active-executions/more", { headers });
  assert.deepEqual(await codeOf(await active(below)), [404, "not_found"]);
});

Deno.test("endpoint() takes the Idempotency-Key header, and refuses a body that contradicts it", async () => {
  await using project = await startFakeProject();
  const headers = { "idempotency-key": "k1" };
  await create(
    await from(project, "/create-execution", { body: { workflow_id: WORKFLOW }, headers }),
  );
  assert.deepEqual(JSON.parse(project.calls[0]?.text ?? ""), {
    workflow_id: WORKFLOW,
    idempotency_key: "k1",
  });
  const body = { workflow_id: WORKFLOW, idempotency_key: "k2" };
  const response = await create(await from(project, "/create-execution", { body, headers }));
  assert.deepEqual(await codeOf(response), [400, "invalid_parameter"]);
  // An endpoint without such a parameter has no use for the header, and no quarrel with it.
  assert.equal((await active(await from(project, "/active-executions", { headers }))).status, 200);
});

Deno.test("endpoint() refuses before it calls the database", async () => {
  await using project = await startFakeProject();
  const cases: [sent: Sent, status: number, code: string][] = [
    [{ body: "{" }, 400, "invalid_json"],
    [{ body: "[]" }, 400, "invalid_parameter"],
    [{ body: {} }, 400, "invalid_parameter"],
    [{ body: { workflow_id: WORKFLOW, nope: 1 } }, 400, "unknown_parameter"],
    [{ body: `{"inputs":${"[".repeat(70)}` }, 400, "nesting_too_deep"],
    [{ body: "a=1", headers: { "content-type": "text/plain" } }, 415, "unsupported_media_type"],
    [{ body: " ".repeat(4194305) }, 413, "body_too_large"],
    [
      { body: { workflow_id: WORKFLOW }, headers: { authorization: "" } },
      401,
      "authentication_required",
    ],
    [
      { body: { workflow_id: WORKFLOW }, headers: { authorization: "Bearer x" } },
      401,
      "invalid_token",
    ],
    [{ method: "DELETE" }, 405, "method_not_allowed"],
    [{ method: "GET" }, 405, "method_not_allowed"],
  ];
  for (const [sent, status, code] of cases) {
    const response = await create(await from(project, "/create-execution", sent));
    assert.deepEqual(await codeOf(response), [status, code]);
  }
  assert.equal(project.calls.length, 0);
});

Deno.test("endpoint() lists the methods it takes with 405", async () => {
  await using project = await startFakeProject();
  const response = await update(await from(project, "/update-execution", { method: "GET" }));
  assert.equal(response.headers.get("allow"), "PATCH, POST, OPTIONS");
  await response.body?.cancel();
});

Deno.test("endpoint() replaces what Postgres cannot hold and counts it in the answer", async () => {
  await using project = await startFakeProject();
  const body = '{"status_filter":"failed","search":"a\\u0000b","metadata":{"k\\ud800":"\\udc00"}}';
  const response = await history(await from(project, "/execution-history", { body }));
  assert.equal((await response.json()).sanitized, 3);
  assert.deepEqual(JSON.parse(project.calls[0]?.text ?? ""), {
    status_filter: ["failed"],
    search: "a\ufffdb",
    metadata: { "k\ufffd": "\ufffd" },
  });
  const get = await history(await from(project, "/execution-history?search=%00"));
  assert.equal((await get.json()).sanitized, 1);
  const clean = await history(await from(project, "/execution-history?search=a"));
  assert.equal("sanitized" in await clean.json(), false);
});

Deno.test("endpoint() keeps every digit of numbers on the way in and out", async () => {
  await using project = await startFakeProject();
  project.answer = () => new Response('{"result":{"id":12345678901234567890,"p":1.10}}');
  const body = `{"execution_id":"${EXECUTION}","result":{"id":12345678901234567890}}`;
  const response = await update(await from(project, "/update-execution", { body }));
  assert.equal(project.calls[0]?.text, body);
  assert.equal(
    await response.text(),
    '{"success":true,"result":{"id":12345678901234567890,"p":1.10},"message":"Execution updated."}',
  );
});

Deno.test("endpoint() gives every answer a request id, no caching and CORS, and echoes a plain id", async () => {
  await using project = await startFakeProject();
  const id = "run-17:a.b_c";
  const requests = [
    await from(project, "/active-executions", { headers: { "x-request-id": id } }),
    await from(project, "/active-executions", { method: "PUT", headers: { "x-request-id": id } }),
  ];
  for (const request of requests) {
    const response = await active(request);
    assert.equal(response.headers.get("x-request-id"), id);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.equal(
      response.headers.get("access-control-expose-headers"),
      "retry-after, ratelimit, ratelimit-policy, x-request-id, etag, x-export-snapshot",
    );
    const body = await response.json();
    assert.equal(body.success || body.request_id === id, true);
  }
  assert.equal(project.calls[0]?.headers.get("x-request-id"), id);
  const headers = { "x-request-id": "not plain!" };
  const other = await active(await from(project, "/active-executions", { headers }));
  assert.match(other.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  await other.body?.cancel();
});

Deno.test("endpoint() answers a preflight without credentials", async () => {
  const response = await update(
    new Request("http://localhost/update-execution", { method: "OPTIONS" }),
  );
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("access-control-allow-methods"), "PATCH, POST, OPTIONS");
  assert.equal(
    response.headers.get("access-control-allow-headers"),
    "authorization, apikey, x-client-info, content-type, content-encoding, idempotency-key, if-none-match",
  );
  assert.match(response.headers.get("x-request-id") ?? "", /./);
});
