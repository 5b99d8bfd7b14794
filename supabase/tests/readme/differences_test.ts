import assert from "node:assert/strict";
import { makeBatch } from "../../functions/_shared/visual/make-batch.ts";
import { makeExecution, makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";
import { makeEvents, makeSession } from "../visual.ts";

// What README's table says of rpc() where it differs from the functions.

Deno.test("rpc() answers an unknown parameter with PostgREST's 404 PGRST202", async () => {
  const { client } = await signUp();
  const { status, error } = await client.rpc("execution_history", { no_such_parameter: 1 });
  assert.equal(status, 404);
  assert.equal(error?.code, "PGRST202");
});

Deno.test("status_filter is one status or a list for functions, a list for rpc()", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await makeExecution(owner, workflow_id);
  const one = { workflow_id, status_filter: "running" };
  const { fields } = await request("POST", "/execution-history", {
    headers: owner.headers,
    json: one,
  });
  assert.equal(fields.total_executions, 1);
  const { status, error } = await owner.client.rpc("execution_history", one);
  assert.equal(status, 400);
  assert.equal(error?.code, "22P02");
});

Deno.test("rpc() refuses text that Postgres cannot hold", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (const text of ["\u0000", "\ud800"]) {
    const { status } = await owner.client.rpc("create_execution", {
      workflow_id,
      inputs: { text },
    });
    assert.equal(status, 400);
  }
});

Deno.test("rpc() answers a success with 200 and the fields alone", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const { status, data } = await owner.client.rpc("create_execution", { workflow_id });
  assert.equal(status, 200);
  assert.ok(!("success" in data) && !("message" in data));
});

Deno.test("rpc() shows the sentence of an error in details and what to do in hint", async () => {
  const { client } = await signUp();
  const execution_id = crypto.randomUUID();
  const { error } = await client.rpc("update_execution", { execution_id });
  assert.equal(error?.message, "execution_not_found");
  assert.ok(error?.details.includes(execution_id));
  assert.notEqual(error?.hint, "");
});

Deno.test("rpc() takes and gives chunks of a visual session in base64", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  const batch = await makeBatch(makeEvents(0));
  const place = { session_id, tab: "main", sequence: 0 };
  const { data: recorded } = await owner.client
    .rpc("record_visual_events", { ...place, ...batch }).throwOnError();
  assert.equal(recorded.stored, true);
  const { data: chunk } = await owner.client.rpc("visual_chunk", place).throwOnError();
  assert.equal(chunk.content, batch.content);
  const { data: known } = await owner.client
    .rpc("visual_chunk", { ...place, if_none_match: chunk.etag }).throwOnError();
  assert.equal(known.content, null);
  const { data: round } = await owner.client.rpc("visual_stream", { session_id }).throwOnError();
  assert.deepEqual(round.chunks.map((one: { content: string }) => one.content), [batch.content]);
  assert.equal(round.more, false);
  const { error } = await owner.client.rpc("visual_viewer", { session_id });
  assert.equal(error?.code, "PGRST202");
});
