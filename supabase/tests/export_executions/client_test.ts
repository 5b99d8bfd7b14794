import assert from "node:assert/strict";
import {
  createRuntrailClient,
  type ExportedExecution,
  RuntrailError,
} from "../../../client/mod.ts";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";

/** A user with a workflow and this many runs, newest first. */
async function withRuns(count: number) {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.unshift(await makeExecution(owner, workflow_id));
  return { owner, workflow_id, ids };
}

/** All rows, and what the export returns at its end. */
async function taken<Summary>(rows: AsyncGenerator<ExportedExecution, Summary>) {
  const ids: string[] = [];
  for (;;) {
    const { done, value } = await rows.next();
    if (done) return { ids, summary: value };
    ids.push(value.execution_id);
  }
}

Deno.test("client.export() gives every execution once, through either connection", async () => {
  const { owner, workflow_id, ids } = await withRuns(3);
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  for (const connection of [address, owner.client]) {
    const found = await taken(createRuntrailClient(connection).export({ workflow_id }));
    assert.deepEqual(found.ids, ids);
    assert.deepEqual([found.summary.rows, found.summary.parts], [3, 1]);
  }
});

Deno.test("client.exportExecutions() gives the file's bytes, through either connection", async () => {
  const { owner, workflow_id } = await withRuns(2);
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  for (const connection of [address, owner.client]) {
    const { body, snapshot } = await createRuntrailClient(connection)
      .exportExecutions({ workflow_id, format: "csv", gzip: true });
    const text = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).text();
    assert.match(text, /^execution_id,.*\r\n# \{"rows":2,/s);
    assert.ok(text.includes(`"snapshot":"${snapshot}"`));
  }
});

Deno.test("client.export() goes on where a connection broke off, and tells each execution once", async () => {
  const { owner, workflow_id, ids } = await withRuns(4);
  let answers = 0;
  const cut: typeof fetch = async (...sent) => {
    const response = await fetch(...sent);
    const text = await response.text();
    // In a line, behind a line, and before the end.
    const length = [0.3, 0.55, 0.99][answers++] ?? 1;
    return new Response(text.slice(0, Math.floor(text.length * length)), response);
  };
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  const client = createRuntrailClient({ ...address, fetch: cut });
  const found = await taken(client.export({ workflow_id }));
  assert.deepEqual(found.ids, ids);
  assert.deepEqual([found.summary.rows, found.summary.parts], [4, 4]);
});

Deno.test("client.export() throws when what arrives is not what was sent", async () => {
  const { owner, workflow_id, ids } = await withRuns(2);
  const address = { url: target.apiUrl, key: target.publishableKey, accessToken: owner.token };
  for (
    const damage of [
      (text: string) => text.replace("cloud-run", "local-run"),
      (text: string) => text.replace(/^data: .*\n\n/, ""),
    ]
  ) {
    const changed: typeof fetch = async (...sent) => {
      const response = await fetch(...sent);
      return new Response(damage(await response.text()), response);
    };
    const rows = createRuntrailClient({ ...address, fetch: changed }).export({ workflow_id });
    const error = await taken(rows).catch((thrown) => thrown);
    assert.ok(error instanceof RuntrailError, `${error}`);
    assert.deepEqual([error.code, error.message.includes("damaged")], ["unexpected_answer", true]);
  }
  const refused = createRuntrailClient(address).export({ workflow_id, after: `${ids[0]}` });
  const error = await taken(refused).catch((thrown) => thrown);
  assert.deepEqual([error.code, error.status], ["invalid_cursor", 400]);
});
