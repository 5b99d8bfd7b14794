import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

interface Limit {
  readonly what: string;
  readonly endpoint: "create-execution" | "update-execution";
  readonly limit: number;
  /** The parameter at this size or number. */
  readonly at: (size: number) => Record<string, unknown>;
  readonly refused?: { readonly status: number; readonly code: string };
}

/** An object whose text in Postgres, {"a": "xxx"}, has this many bytes. */
const object = (size: number) => ({ a: "x".repeat(size - 9) });
/** The same size in characters of two bytes. */
const wide = (size: number) => "é".repeat(Math.floor(size / 2)) + "x".repeat(size % 2);
const many = (count: number, entry: (n: number) => string = () => "x") =>
  Array.from({ length: count }, (_, n) => entry(n));

const limits: readonly Limit[] = [
  {
    what: "inputs",
    endpoint: "create-execution",
    limit: 256 * KIB,
    at: (size) => ({ inputs: object(size) }),
  },
  {
    what: "inputs of wide characters",
    endpoint: "create-execution",
    limit: 256 * KIB,
    at: (size) => ({ inputs: { a: wide(size - 9) } }),
  },
  {
    what: "metadata",
    endpoint: "create-execution",
    limit: 16 * KIB,
    at: (size) => ({ metadata: object(size) }),
  },
  {
    what: "metadata of a running execution",
    endpoint: "update-execution",
    limit: 16 * KIB,
    at: (size) => ({ metadata: object(size) }),
  },
  {
    what: "tags",
    endpoint: "create-execution",
    limit: 32,
    at: (count) => ({ tags: many(count, (n) => `tag ${n}`) }),
  },
  {
    what: "characters of a tag",
    endpoint: "create-execution",
    limit: 64,
    at: (count) => ({ tags: ["é".repeat(count)] }),
    refused: { status: 400, code: "invalid_parameter" },
  },
  {
    what: "result",
    endpoint: "update-execution",
    limit: MIB,
    at: (size) => ({ result: "x".repeat(size - 2) }),
  },
  {
    what: "error",
    endpoint: "update-execution",
    limit: 64 * KIB,
    at: (size) => ({ error: wide(size) }),
  },
  {
    what: "logs in bytes",
    endpoint: "update-execution",
    limit: MIB,
    at: (size) => ({ logs: ["x".repeat(size - 4)] }),
  },
  {
    what: "logs in entries",
    endpoint: "update-execution",
    limit: 10000,
    at: (count) => ({ logs: many(count) }),
  },
  {
    what: "events",
    endpoint: "update-execution",
    limit: 20000,
    at: (count) => ({ append_logs: many(count) }),
  },
];

for (const { what, endpoint, limit, at, refused } of limits) {
  const { status, code } = refused ?? { status: 413, code: "payload_too_large" };
  Deno.test(`${endpoint} takes ${limit} of ${what}, one more returns ${status} ${code}`, async () => {
    const owner = await signUp();
    const workflow_id = await makeWorkflow(owner);
    const send = async (parameters: Record<string, unknown>) => {
      const id = endpoint === "create-execution"
        ? { workflow_id }
        : { execution_id: await makeExecution(owner, workflow_id) };
      const json = { ...id, ...parameters };
      return await request("POST", `/${endpoint}`, { headers: owner.headers, json });
    };
    const success = endpoint === "create-execution" ? 201 : 200;
    const fits = await send(at(limit));
    assert.equal(fits.status, success, fits.text.slice(0, 300));
    const tooMuch = await send(at(limit + 1));
    assert.equal(tooMuch.status, status, tooMuch.text.slice(0, 300));
    assert.equal(tooMuch.fields.code, code);
    if (status === 413) {
      const message = String(tooMuch.fields.message);
      assert.ok(message.includes(String(limit)) && message.includes(String(limit + 1)), message);
    }
  });
}

Deno.test("events of an execution take 16 MiB together, one byte more returns 413", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const append = (size: number) =>
    request("PATCH", `/workflows/executions/${execution_id}`, {
      headers: owner.headers,
      json: { append_logs: ["x".repeat(size)] },
    });
  const piece = 3 * MIB;
  for (let left = 16 * MIB; left > 0; left -= piece) {
    const { status, text } = await append(Math.min(piece, left));
    assert.equal(status, 200, text.slice(0, 300));
  }
  const { status, fields } = await append(1);
  assert.equal(status, 413);
  assert.match(String(fields.message), /16777217 bytes; the limit is 16777216/);
});

Deno.test("a refused report changes nothing", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const { status } = await request("POST", "/update-execution", {
    headers: owner.headers,
    json: { execution_id, status: "completed", progress: 99, append_logs: many(20001) },
  });
  assert.equal(status, 413);
  const { data } = await owner.client.from("workflow_executions")
    .select("status, progress, execution_events(seq)").eq("execution_id", execution_id).single()
    .throwOnError();
  assert.deepEqual(data, { status: "running", progress: null, execution_events: [] });
});

Deno.test("a history page with payloads ends at 8 MiB, and the cursor goes on", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const made: string[] = [];
  for (let n = 0; n < 10; n++) {
    const execution_id = await makeExecution(owner, workflow_id);
    made.unshift(execution_id);
    await owner.client.rpc("update_execution", { execution_id, result: "x".repeat(MIB - 2) })
      .throwOnError();
  }
  const page = async (cursor?: unknown) => {
    const json = { workflow_id, include_payloads: true, ...(cursor ? { cursor } : {}) };
    const { fields } = await request("POST", `/${contract.executionHistory.name}`, {
      headers: owner.headers,
      json,
    });
    const rows = fields.executions as { execution_id: string }[];
    return { ids: rows.map(({ execution_id }) => execution_id), next: fields.next_cursor };
  };
  const first = await page();
  assert.equal(first.ids.length, 7);
  const second = await page(first.next);
  assert.deepEqual([...first.ids, ...second.ids], made);
  assert.equal(second.next, null);
});
