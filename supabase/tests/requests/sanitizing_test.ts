import assert from "node:assert/strict";
import { makeExecution, makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";

Deno.test("NUL and unpaired surrogates are replaced in values and keys, and counted", async () => {
  const owner = await signUp();
  const created = await request("POST", "/create-execution", {
    headers: owner.headers,
    json: {
      workflow_id: await makeWorkflow(owner),
      inputs: { "a\u0000b": "x\ud800y", "list": ["\udfff", "fine"] },
    },
  });
  assert.equal(created.status, 201, created.text);
  assert.equal(created.fields.sanitized, 3);
  const { data } = await owner.client.from("workflow_executions").select("inputs")
    .eq("execution_id", created.fields.execution_id).single().throwOnError();
  assert.deepEqual(data.inputs, { "a\ufffdb": "x\ufffdy", "list": ["\ufffd", "fine"] });
});

Deno.test("a report of page text with such characters is kept", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const { status, fields } = await request("PATCH", `/workflows/executions/${execution_id}`, {
    headers: owner.headers,
    json: {
      status: "failed",
      error: "found \u0000 in the title",
      logs: [{ message: "half a face: \ud83d" }],
      result: { text: "\u0000\u0000" },
    },
  });
  assert.equal(status, 200);
  assert.equal(fields.sanitized, 4);
  assert.equal(fields.error, "found \ufffd in the title");
  assert.deepEqual(fields.logs, [{ message: "half a face: \ufffd" }]);
  assert.deepEqual(fields.result, { text: "\ufffd\ufffd" });
});

Deno.test("whole surrogate pairs and escaped backslashes stay, and nothing is counted", async () => {
  const owner = await signUp();
  const inputs = { face: "\ud83d\ude00", path: "C:\\u0000", key: "é\u0001" };
  const { status, fields } = await request("POST", "/create-execution", {
    headers: owner.headers,
    json: { workflow_id: await makeWorkflow(owner), inputs },
  });
  assert.equal(status, 201);
  assert.ok(!("sanitized" in fields));
  const { data } = await owner.client.from("workflow_executions").select("inputs")
    .eq("execution_id", fields.execution_id).single().throwOnError();
  assert.deepEqual(data.inputs, inputs);
});

Deno.test("a query string is sanitized too", async () => {
  const { headers } = await signUp();
  const { status, fields } = await request("POST", "/execution-history?search=a%00b", { headers });
  assert.equal(status, 200);
  assert.equal(fields.sanitized, 1);
  assert.equal((fields.filters as { search: string }).search, "a\ufffdb");
});

Deno.test("a key named __proto__ is stored as any other", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const { fields } = await request("POST", "/create-execution", {
    headers: { ...owner.headers, "content-type": "application/json" },
    body: `{"workflow_id":"${workflow_id}","inputs":{"__proto__":{"a":"\\u0000"}}}`,
  });
  const { text } = await request("POST", "/update-execution", {
    headers: owner.headers,
    json: { execution_id: fields.execution_id, progress: 1 },
  });
  assert.match(text, /"__proto__": ?\{"a": ?"\ufffd"\}/);
});
