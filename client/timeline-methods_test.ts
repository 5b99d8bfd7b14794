import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { createRuntrailClient } from "./mod.ts";

/** Clients of either kind whose functions answer what a test says, and what they received. */
function clientsOf(...answers: (() => Response)[]) {
  const received: Request[] = [];
  const answer: typeof fetch = (url, init) => {
    received.push(new Request(url, init));
    return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0])!());
  };
  const url = "http://localhost";
  const connections = [
    createClient(url, "k", { global: { fetch: answer } }),
    { url, key: "k", fetch: answer },
  ];
  const retry = { firstSeconds: 0.001 };
  const clients = connections.map((connection) => createRuntrailClient(connection, { retry }));
  return { received, clients };
}

const input = { execution_id: "0198c1f0-9a1b-7c44-8f5e-1f2d3c4b5a69" };
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>é</title></svg>';
const picture = () => new Response(svg, { headers: { "content-type": "image/svg+xml" } });
const refusal = (code: string, status: number) => () =>
  Response.json({ success: false, code, message: "No." }, { status });

Deno.test("executionTimelineSvg() asks for a picture and gives its text, again when it fails", async () => {
  const later = refusal("database_unavailable", 503);
  const { received, clients } = clientsOf(later, picture, later, picture);
  for (const client of clients) assert.equal(await client.executionTimelineSvg(input), svg);
  assert.equal(received.length, 4);
  for (const request of received) {
    assert.equal(new URL(request.url).pathname, "/functions/v1/execution-timeline");
    assert.equal(request.headers.get("accept"), "image/svg+xml");
    assert.deepEqual(await request.json(), input);
  }
});

Deno.test("executionTimelineSvg() throws what the API refused", async () => {
  const { clients } = clientsOf(refusal("execution_not_found", 404));
  for (const client of clients) {
    const call = client.executionTimelineSvg(input);
    await assert.rejects(call, { name: "RuntrailError", code: "execution_not_found", status: 404 });
  }
});

Deno.test("executionTimelineSvg() throws where something else than a picture is answered", async () => {
  const json = () => Response.json({ success: true, entries: [], message: "Retrieved." });
  const page = () => new Response("<html>", { headers: { "content-type": "text/html" } });
  for (const answer of [json, page]) {
    for (const client of clientsOf(answer).clients) {
      const call = client.executionTimelineSvg(input);
      await assert.rejects(call, { code: "unexpected_answer", status: 200 });
    }
  }
});
