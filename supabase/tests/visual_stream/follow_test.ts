import assert from "node:assert/strict";
import { createRuntrailClient, type StreamLine } from "../../../client/mod.ts";
import { makeWorkflow, service, signUp, target } from "../actors.ts";
import { request } from "../request.ts";
import { linesOf, makeEvents, makeSession, recordBatches } from "../visual.ts";

const eventLines = (sequence: number, tab = "main") =>
  makeEvents(sequence).map((event) => ({ tab, sequence, event }));

Deno.test("a second program follows a run live to its end, and a third one finds all of it later", async () => {
  const owner = await signUp();
  const runner = createRuntrailClient(owner.client);
  const run = await runner.createExecution({
    workflow_id: await makeWorkflow(owner),
    visual_streaming_enabled: true,
  });
  const session_id = `${run.session_id}`;
  const watcher = createRuntrailClient({
    url: target.apiUrl,
    key: target.publishableKey,
    accessToken: owner.token,
  });
  for (const client of [watcher, createRuntrailClient(owner.client)]) {
    const lines = client.visualStream({ session_id })[Symbol.asyncIterator]();
    const first = await lines.next();
    assert.deepEqual(first.value, { after: 0 });
    await lines.return?.(undefined);
  }

  const seen: StreamLine[] = [];
  const lines = watcher.visualStream({ session_id });
  const until = async (after: number) => {
    for (;;) {
      const { done, value } = await lines.next();
      assert.ok(!done);
      seen.push(value);
      if ("after" in value && value.after === after) return;
    }
  };
  await until(0);
  // Each is seen while the run goes on: what comes next is only sent then.
  for (const sequence of [0, 1, 2]) {
    await recordBatches(owner, session_id, [sequence]);
    await until(sequence + 1);
  }
  await runner.updateExecution({ execution_id: run.execution_id, status: "completed" });
  for await (const line of lines) seen.push(line);
  const events = [0, 1, 2].flatMap((sequence) => eventLines(sequence));
  assert.deepEqual(seen.filter((line) => "event" in line), events);
  assert.deepEqual(seen.at(-1), { end: "session_ended", after: 3 });

  const { status, headers, text } = await request("GET", `${run.visual_stream_url}`, {
    headers: owner.headers,
  });
  assert.deepEqual([status, headers.get("content-type")], [200, "application/x-ndjson"]);
  const later = linesOf(text);
  assert.deepEqual(later.filter((line) => "event" in line), events);
  assert.deepEqual(later.at(-1), { end: "session_ended", after: 3 });
});

Deno.test("a stream resumes after what was seen, in order of arrival, by path and by name", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  await recordBatches(owner, session_id, [1, 0]);
  await recordBatches(owner, session_id, [0], { tab: "other" });
  const expected = [
    ...eventLines(0),
    { after: 2 },
    ...eventLines(0, "other"),
    { after: 3 },
    { end: "caught_up", after: 3 },
  ];
  const input = { session_id, after: 1, follow: false };
  const query = new URLSearchParams({ after: "1", follow: "false" });
  const { headers } = owner;
  const path = `/workflows/visual/${session_id}/stream?${query}`;
  const byPath = await request("GET", path, { headers });
  assert.deepEqual(linesOf(byPath.text), expected);
  const byName = await request("POST", "/visual-stream", { headers, json: input });
  assert.deepEqual(linesOf(byName.text), expected);
  const { data } = await owner.client.functions.invoke("visual-stream", { body: input });
  assert.deepEqual(linesOf(data), expected);
  const client = createRuntrailClient(owner.client);
  assert.deepEqual(await Array.fromAsync(client.visualStream(input)), expected);
});

Deno.test("the service follows a user's session, named or not", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  await recordBatches(owner, session_id, [0]);
  const client = createRuntrailClient(service().client);
  for (const more of [{}, { user_id: owner.userId }]) {
    const lines = client.visualStream({ session_id, follow: false, ...more });
    assert.equal((await Array.fromAsync(lines)).length, 5);
  }
});

Deno.test("errors before the first line are ordinary ones", async () => {
  const { headers } = await signUp();
  for (
    const [query, status, code] of [
      ["", 404, "visual_session_not_found"],
      ["?after=-1", 400, "invalid_parameter"],
      ["?follow=perhaps", 400, "invalid_parameter"],
    ] as const
  ) {
    const path = `/workflows/visual/session-unknown/stream${query}`;
    const answer = await request("GET", path, { headers });
    assert.deepEqual([answer.status, answer.fields.code], [status, code]);
  }
});
