import assert from "node:assert/strict";
import { contract } from "./contract.ts";
import { router } from "./router.ts";
import { startFakeProject } from "./testing/fake-project.ts";

const ID = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01";
const route = router("workflows", contract, { openapi: "3.1.0" }, {});

/** Sends a request as a user and gives status, body and the SQL function that was called. */
async function send(method: string, path: string, body?: unknown) {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ replayed: false });
  const response = await route(
    new Request(`http://localhost/functions/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await project.token()}`,
        "content-type": "application/json",
      },
      body: body === undefined ? null : JSON.stringify(body),
    }),
  );
  const call = project.calls[0];
  return {
    status: response.status,
    headers: response.headers,
    body: await response.json(),
    called: call && [call.path.replace("/rest/v1/rpc/", ""), JSON.parse(call.text)],
  };
}

Deno.test("router() answers every operation under its REST path", async () => {
  const cases: [method: string, path: string, body: unknown, status: number, called: unknown][] = [
    ["POST", "", { workflow_id: ID }, 201, ["create_execution", { workflow_id: ID }]],
    ["PATCH", `/${ID}`, { progress: 1 }, 200, [
      "update_execution",
      { execution_id: ID, progress: 1 },
    ]],
    ["POST", "/batch", { executions: [{}] }, 200, ["create_executions", { executions: [{}] }]],
    ["PATCH", "/batch", { executions: [{}] }, 200, ["update_executions", { executions: [{}] }]],
    ["POST", "/history", { page: 2 }, 200, ["execution_history", { page: 2 }]],
    ["GET", `/stats/${ID}`, undefined, 200, ["execution_stats", { workflow_id: ID }]],
    ["GET", "/active", undefined, 200, ["active_executions", {}]],
  ];
  for (const [method, path, body, status, called] of cases) {
    const answer = await send(method, `/workflows/executions${path}`, body);
    assert.deepEqual([answer.status, answer.called], [status, called]);
  }
  const sessions = await send(
    "GET",
    "/workflows/visual/sessions/enhanced?active_only=true&page_size=5",
  );
  assert.deepEqual(sessions.called, ["visual_sessions", { active_only: true, page_size: 5 }]);
});

Deno.test("router() accepts the id of the path again in the body, and refuses another one", async () => {
  const path = `/workflows/executions/${ID}`;
  assert.equal((await send("PATCH", path, { execution_id: ID.toUpperCase() })).status, 200);
  const other = await send("PATCH", path, { execution_id: ID.replace("0198", "0199") });
  assert.deepEqual([other.status, other.body.code], [400, "conflicting_execution_id"]);
});

Deno.test("router() refuses an id that is none, with its parameter's name", async () => {
  const { status, body } = await send("PATCH", "/workflows/executions/abc", {});
  assert.deepEqual([status, body.details[0].path], [400, "execution_id"]);
});

Deno.test("router() answers 405 with the methods of the path, a literal path before a parameter", async () => {
  const cases: [method: string, path: string, allow: string][] = [
    ["GET", "", "POST, OPTIONS"],
    ["DELETE", `/${ID}`, "PATCH, GET, OPTIONS"],
    ["PATCH", "/active", "GET, OPTIONS"],
    ["GET", "/batch", "POST, PATCH, OPTIONS"],
    ["GET", "/history", "POST, OPTIONS"],
  ];
  for (const [method, path, allow] of cases) {
    const { status, headers, body } = await send(method, `/workflows/executions${path}`);
    assert.deepEqual([status, body.code, headers.get("allow")], [405, "method_not_allowed", allow]);
  }
});

Deno.test("router() answers 404 where there is nothing", async () => {
  for (const path of ["", "/nothing", `/executions/${ID}/more`, "/visual"]) {
    const { status, body } = await send("GET", `/workflows${path}`);
    assert.deepEqual([status, body.code], [404, "not_found"]);
  }
});

Deno.test("router() serves the OpenAPI document to everyone", async () => {
  const response = await route(new Request("http://localhost/workflows/openapi.json"));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), { openapi: "3.1.0" });
});

Deno.test("router() answers a preflight of an unknown path, so that a browser can read the 404", async () => {
  const response = await route(
    new Request("http://localhost/workflows/nothing", { method: "OPTIONS" }),
  );
  assert.equal(response.status, 204);
});
