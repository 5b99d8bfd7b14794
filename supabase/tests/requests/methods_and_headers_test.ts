import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import type { Operation } from "../../functions/_shared/operation.ts";
import { makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";

Deno.test("a wrong method returns 405 with Allow", async () => {
  const operations = Object.values<Operation>(contract);
  for (const { name, method, path } of operations) {
    const sharing = operations.filter((one) => one.path === path)
      .flatMap((one) => [one.method, ...(one.alsoPost ? ["POST"] : [])]);
    const byPath = path.replace(/\{\w+\}/g, crypto.randomUUID());
    for (
      const [address, allowed] of [
        [`/${name}`, new Set([method, "POST", "OPTIONS"])],
        [byPath, new Set([...sharing, "OPTIONS"])],
      ] as const
    ) {
      const { status, headers, fields } = await request("DELETE", address);
      assert.equal(status, 405, address);
      assert.equal(fields.code, "method_not_allowed", address);
      assert.deepEqual(new Set(headers.get("allow")?.split(/\s*,\s*/)), allowed, address);
    }
  }
});

Deno.test("a path that leads nowhere returns 404 not_found", async () => {
  for (
    const path of [
      "/workflows",
      "/workflows/executions/history/more",
      "/workflows/executions/stats/a/b",
      "/create-execution/more",
    ]
  ) {
    const { status, fields } = await request("POST", path, { json: {} });
    assert.equal(status, 404, path);
    assert.equal(fields.code, "not_found", path);
  }
});

Deno.test("the caller's x-request-id names the request; without one it gets one", async () => {
  const sent = `test.${crypto.randomUUID()}`;
  const named = await request("POST", "/execution-history", {
    headers: { "x-request-id": sent },
    json: {},
  });
  assert.equal(named.headers.get("x-request-id"), sent);
  assert.equal(named.fields.request_id, sent);

  const made = await request("POST", "/execution-history", { json: {} });
  assert.match(String(made.fields.request_id), /^[0-9a-f-]{36}$/);
  assert.equal(made.headers.get("x-request-id"), made.fields.request_id);

  const { headers } = await request("POST", "/execution-history", {
    headers: { "x-request-id": "a b <script>" },
    json: {},
  });
  assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
});

Deno.test("no answer may be stored", async () => {
  const { headers: credentials } = await signUp();
  for (
    const answer of [
      await request("POST", "/execution-history", { headers: credentials, json: {} }),
      await request("GET", "/workflows/executions/active", { headers: credentials }),
      await request("POST", "/execution-history", { json: {} }),
      await request("DELETE", "/execution-history"),
    ]
  ) assert.equal(answer.headers.get("cache-control"), "no-store", `${answer.status}`);
});

Deno.test("every refusal has the same five fields and no stack trace", async () => {
  const { headers } = await signUp();
  const uuid = crypto.randomUUID();
  const refusals = [
    await request("POST", "/create-execution", { headers, json: {} }),
    await request("POST", "/create-execution", { headers, json: { workflow_id: uuid } }),
    await request("POST", "/create-execution", { headers, json: [] }),
    await request("POST", "/create-execution", { headers, json: { workflow_id: null } }),
    await request("PATCH", `/workflows/executions/${uuid}`, { headers, json: { progress: 1 } }),
    await request("PATCH", "/workflows/executions/%00", { headers, json: { progress: 1 } }),
    await request("PATCH", "/workflows/executions/%ff", { headers, json: { progress: 1 } }),
    await request("GET", "/workflows/executions/stats/nothing", { headers }),
    await request("GET", `/workflows/executions/active?workflow_id=${"x".repeat(4000)}`, {
      headers,
    }),
    await request("POST", "/execution-history", { headers, json: { created_after: "infinity" } }),
    await request("POST", "/execution-history", { headers, json: { page: 2147483647 } }),
    await request("POST", "/execution-history", { headers, json: { search: "\ud800" } }),
    await request("POST", "/execution-history", { headers, json: { cursor: "\u0000" } }),
    await request("POST", "/execution-history", { headers, json: { min_seconds: 1e300 } }),
    await request("POST", "/execution-history", { headers, json: { __proto__: 1, x: {} } }),
    await request("DELETE", "/create-execution"),
    await request("GET", "/workflows/%2e%2e%2fopenapi.json"),
  ].filter(({ status }) => status !== 200);
  assert.ok(refusals.length > 12);
  for (const { status, text, fields } of refusals) {
    assert.ok(status >= 400 && status < 500, text);
    assert.deepEqual(Object.keys(fields), ["success", "code", "message", "details", "request_id"]);
    assert.equal(fields.success, false);
    assert.doesNotMatch(text, /\.ts\b|\bat \S+ \(|node_modules|file:\/\/|deno:/, text);
  }
});

Deno.test("a path and a body that name different executions return 400", async () => {
  const { headers } = await signUp();
  const path = `/workflows/executions/${crypto.randomUUID()}`;
  const json = { execution_id: crypto.randomUUID() };
  const { status, fields } = await request("PATCH", path, { headers, json });
  assert.equal(status, 400);
  assert.equal(fields.code, "conflicting_execution_id");
});

Deno.test("a path and a body may name the same execution, in any case of letters", async () => {
  const { headers } = await signUp();
  const execution_id = crypto.randomUUID();
  const { fields } = await request("PATCH", `/workflows/executions/${execution_id}`, {
    headers,
    json: { execution_id: execution_id.toUpperCase() },
  });
  assert.equal(fields.code, "execution_not_found");
});

Deno.test("Idempotency-Key as a header makes a repeated create return the first answer", async () => {
  const owner = await signUp();
  const json = { workflow_id: await makeWorkflow(owner) };
  const headers = { ...owner.headers, "idempotency-key": crypto.randomUUID() };
  const first = await request("POST", "/workflows/executions", { headers, json });
  const second = await request("POST", "/workflows/executions", { headers, json });
  assert.equal(first.status, 201);
  assert.equal(first.fields.replayed, false);
  assert.equal(second.status, 200);
  assert.equal(second.fields.replayed, true);
  for (const field of ["execution_id", "workflow_id", "status", "created_at", "session_id"]) {
    assert.equal(second.fields[field], first.fields[field], field);
  }
  const inBody = await request("POST", "/create-execution", {
    headers: owner.headers,
    json: { ...json, idempotency_key: headers["idempotency-key"] },
  });
  assert.equal(inBody.fields.execution_id, first.fields.execution_id);
});

Deno.test("a header and a body with different idempotency keys return 400", async () => {
  const owner = await signUp();
  const { status, fields } = await request("POST", "/create-execution", {
    headers: { ...owner.headers, "idempotency-key": "one" },
    json: { workflow_id: await makeWorkflow(owner), idempotency_key: "other" },
  });
  assert.equal(status, 400);
  assert.equal(fields.code, "invalid_parameter");
});

Deno.test("an unknown parameter returns 400 unknown_parameter and is named", async () => {
  const { headers } = await signUp();
  const inBody = await request("POST", "/execution-history", {
    headers,
    json: { status: "failed", pagesize: 3 },
  });
  const inQuery = await request("GET", "/workflows/executions/active?limit=3", { headers });
  assert.equal(inBody.status, 400);
  assert.equal(inBody.fields.code, "unknown_parameter");
  assert.deepEqual(
    (inBody.fields.details as { path: string }[]).map(({ path }) => path),
    ["status", "pagesize"],
  );
  assert.match(String(inBody.fields.message), /pagesize/);
  assert.equal(inQuery.fields.code, "unknown_parameter");
  assert.match(String(inQuery.fields.message), /limit/);
});
