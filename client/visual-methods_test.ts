import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { createClient } from "@supabase/supabase-js";
import { createRuntrailClient } from "./mod.ts";

interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** A project whose functions answer what a test says, and what they received. */
function startFunctions(...answers: (() => Response)[]) {
  const received: Received[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const { method, headers } = request;
    received.push({ method, path: pathname + search, headers, body: await request.bytes() });
    return (answers.length > 1 ? answers.shift() : answers[0])!();
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  const retry = { firstSeconds: 0.001 };
  return {
    received,
    // Through either kind of connection.
    clients: [createClient(url, "k"), { url, key: "k" }].map((connection) =>
      createRuntrailClient(connection, { retry })
    ),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const recorded = () => Response.json({ success: true, stored: true, message: "Events recorded." });
const later = () =>
  Response.json({ success: false, code: "database_unavailable", message: "Later." }, {
    status: 503,
  });
const bytes = new Uint8Array([0x1f, 0x8b, 0, 0xff, 0xfe, 0x0a]);
const chunk = () =>
  new Response(bytes, { headers: { "content-type": "application/octet-stream", etag: '"e"' } });

const events = [
  { type: 2, timestamp: 1769851860500, data: "é\ud800" },
  { type: 3, timestamp: 1769851860501, data: {} },
];

Deno.test("recordVisualEvents() sends compressed lines, and the same again when it fails", async () => {
  await using functions = startFunctions(later, recorded, later, recorded);
  for (const client of functions.clients) {
    const answer = await client.recordVisualEvents({
      session_id: "s",
      sequence: 0,
      final: true,
      events,
    });
    assert.equal(answer.stored, true);
  }
  assert.equal(functions.received.length, 4);
  for (const { method, path, headers, body } of functions.received) {
    assert.equal(
      `${method} ${path}`,
      "POST /functions/v1/record-visual-events?session_id=s&sequence=0&final=true",
    );
    assert.equal(headers.get("content-type"), "application/x-ndjson");
    assert.equal(headers.get("content-encoding"), "gzip");
    const lines = gunzipSync(body).toString().trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line)), events);
  }
});

Deno.test("recordVisualEvents() sends an object where the runtime cannot compress", async () => {
  await using functions = startFunctions(recorded);
  const { CompressionStream } = globalThis;
  Reflect.deleteProperty(globalThis, "CompressionStream");
  try {
    for (const client of functions.clients) {
      await client.recordVisualEvents({ session_id: "s", sequence: 0, events });
    }
  } finally {
    globalThis.CompressionStream = CompressionStream;
  }
  for (const { path, headers, body } of functions.received) {
    assert.equal(path, "/functions/v1/record-visual-events");
    assert.equal(headers.get("content-type"), "application/json");
    const sent = JSON.parse(new TextDecoder().decode(body));
    assert.deepEqual(sent, { session_id: "s", sequence: 0, events });
  }
});

Deno.test("visualChunk() gets the bytes as they are, by a path that a browser can keep", async () => {
  await using functions = startFunctions(later, chunk, later, chunk);
  for (const client of functions.clients) {
    const answer = await client.visualChunk({ session_id: "s", tab: "t", sequence: 3, through: 5 });
    assert.deepEqual(answer, { bytes, etag: '"e"' });
  }
  for (const { method, path } of functions.received) {
    assert.equal(`${method} ${path}`, "GET /functions/v1/workflows/visual/s/chunks/t/3?through=5");
  }
});

Deno.test("visualChunk() throws what the API refused, and asks again when an answer breaks off", async () => {
  const refused = () =>
    Response.json({ success: false, code: "visual_chunk_not_found", message: "None." }, {
      status: 404,
    });
  await using functions = startFunctions(refused);
  for (const client of functions.clients) {
    const call = client.visualChunk({ session_id: "s", tab: "t", sequence: 3 });
    await assert.rejects(call, { name: "RuntrailError", code: "visual_chunk_not_found" });
  }
  const broken = () =>
    new Response(
      new ReadableStream({
        start: (stream) => stream.enqueue(bytes),
        pull: (stream) => stream.error(new Error("reset")),
      }),
      { headers: { "content-type": "application/octet-stream" } },
    );
  for (const at of [0, 1]) {
    await using unsteady = startFunctions(broken, chunk);
    const client = unsteady.clients[at]!;
    const answer = await client.visualChunk({ session_id: "s", tab: "t", sequence: 3 });
    assert.deepEqual(answer.bytes, bytes);
    assert.equal(unsteady.received.length, 2);
  }
});

Deno.test("visualViewer() tells the address of the page, as every method its answer", async () => {
  await using functions = startFunctions(() =>
    Response.json({ success: true, session_id: "s", player_url: "p", message: "Page found." })
  );
  for (const client of functions.clients) {
    assert.equal((await client.visualViewer({ session_id: "s" })).player_url, "p");
  }
});
