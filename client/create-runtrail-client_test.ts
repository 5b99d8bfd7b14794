import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { contract } from "../supabase/functions/_shared/contract.ts";
import { createRuntrailClient, RuntrailError } from "./mod.ts";

const WORKFLOW = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";

/** A project's functions that answer what a test says, and what they received. */
function startFunctions(answer: () => Response) {
  const received: { path: string; headers: Headers; body: unknown }[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname: path } = new URL(request.url);
    received.push({ path, headers: request.headers, body: await request.json() });
    return answer();
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    received,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const created = () =>
  Response.json({ success: true, execution_id: "e1", message: "Execution created." }, {
    status: 201,
  });
const refused = () =>
  Response.json({
    success: false,
    code: "invalid_parameter",
    message: "workflow_id is required.",
    details: [{ path: "workflow_id", message: "is required" }],
    request_id: "r1",
  }, { status: 400, headers: { "x-request-id": "r1", "retry-after": "3" } });

async function errorOf(call: Promise<unknown>): Promise<RuntrailError> {
  const error = await call.then(() => null, (thrown) => thrown);
  assert.ok(error instanceof RuntrailError, `${error}`);
  return error;
}

Deno.test("createRuntrailClient() has a method for every operation of the contract, and three more", () => {
  const client = createRuntrailClient({ url: "http://localhost", key: "k" });
  assert.deepEqual(Object.keys(client), [
    ...Object.keys(contract),
    "export",
    "executionTimelineSvg",
    "watch",
  ]);
});

Deno.test("every method posts its input to its function and gives back the answer", async () => {
  await using functions = startFunctions(created);
  const address = { url: `${functions.url}/`, key: "k", accessToken: "t" };
  const client = createRuntrailClient(address, { retry: false });
  for (const [method, { name, lines, answers }] of Object.entries(contract)) {
    // Those with bytes or lines have tests of their own.
    if (lines || ["bytes", "lines", "file"].includes(`${answers}`)) continue;
    const call = client[method as keyof typeof client] as (input: object) => Promise<unknown>;
    await call({ workflow_id: WORKFLOW });
    const last = functions.received.at(-1);
    assert.equal(last?.path, `/functions/v1/${name}`);
    assert.deepEqual(last?.body, { workflow_id: WORKFLOW });
    assert.equal(last?.headers.get("apikey"), "k");
    assert.equal(last?.headers.get("authorization"), "Bearer t");
  }
  const { execution_id } = await client.createExecution({ workflow_id: WORKFLOW });
  assert.equal(execution_id, "e1");
});

Deno.test("a method asks for the token before every call, and sends none when there is none", async () => {
  await using functions = startFunctions(created);
  const tokens = ["t1", null];
  const client = createRuntrailClient({
    url: functions.url,
    key: "k",
    accessToken: () => Promise.resolve(tokens.shift() ?? null),
  });
  await client.activeExecutions();
  await client.activeExecutions();
  const sent = functions.received.map(({ headers }) => headers.get("authorization"));
  assert.deepEqual(sent, ["Bearer t1", null]);
});

Deno.test("a method works through a supabase-js client, with its key", async () => {
  await using functions = startFunctions(created);
  const supabase = createClient(functions.url, "sb_publishable_x");
  const { execution_id } = await createRuntrailClient(supabase)
    .createExecution({ workflow_id: WORKFLOW });
  assert.equal(execution_id, "e1");
  assert.equal(functions.received[0]?.headers.get("apikey"), "sb_publishable_x");
});

Deno.test("a method throws what the API refused, through either connection", async () => {
  await using functions = startFunctions(refused);
  const key = "sb_publishable_x";
  for (const connection of [{ url: functions.url, key }, createClient(functions.url, key)]) {
    const error = await errorOf(
      createRuntrailClient(connection).createExecution({ workflow_id: WORKFLOW }),
    );
    assert.deepEqual(
      [error.code, error.status, error.message, error.requestId, error.retryAfter],
      ["invalid_parameter", 400, "workflow_id is required.", "r1", 3],
    );
    assert.deepEqual(error.details, [{ path: "workflow_id", message: "is required" }]);
  }
});

Deno.test("a method throws a late report as such, and no other refusal", async () => {
  const code = "execution_already_finished";
  for (const late of [true, undefined]) {
    await using functions = startFunctions(() =>
      Response.json({ success: false, code, message: "It is over.", late }, { status: 409 })
    );
    const client = createRuntrailClient({ url: functions.url, key: "k" });
    const error = await errorOf(client.heartbeatExecution({ execution_id: WORKFLOW }));
    assert.deepEqual([error.code, error.status, error.late], [code, 409, late === true]);
  }
});

Deno.test("a method throws unexpected_answer when something else answers", async () => {
  await using functions = startFunctions(() => new Response("<html>", { status: 502 }));
  const error = await errorOf(
    createRuntrailClient({ url: functions.url, key: "k" }, { retry: false }).activeExecutions(),
  );
  assert.deepEqual([error.code, error.status], ["unexpected_answer", 502]);
});

Deno.test("a method throws network_error when nobody answers or the caller gives up", async () => {
  const nobody = { url: "http://127.0.0.1:1", key: "k" };
  for (const connection of [nobody, createClient(nobody.url, nobody.key)]) {
    const client = createRuntrailClient(connection, { retry: false });
    const error = await errorOf(client.activeExecutions());
    assert.deepEqual([error.code, error.status], ["network_error", 0]);
  }
  const signal = AbortSignal.abort();
  const error = await errorOf(createRuntrailClient(nobody).activeExecutions({}, { signal }));
  assert.equal(error.code, "network_error");
});
