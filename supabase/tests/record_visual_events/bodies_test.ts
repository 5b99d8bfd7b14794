import assert from "node:assert/strict";
import { functionsUrl, makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";
import { eventsOf, linesOf, makeEvents, makeSession } from "../visual.ts";

const LIMIT = 16 * 1024 * 1024;
const TYPES = {
  object: { "content-type": "application/json" },
  lines: { "content-type": "application/x-ndjson" },
};

async function encoded(text: string, format: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream();
  const body = format === "identity"
    ? stream
    : stream.pipeThrough(new CompressionStream(format as CompressionFormat));
  return new Uint8Array(await new Response(body).arrayBuffer());
}

const lined = (events: readonly unknown[]) =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");

async function owning(parameters: Record<string, unknown> = {}) {
  const owner = await signUp();
  return { owner, ...await makeSession(owner, await makeWorkflow(owner), parameters) };
}

Deno.test("a batch is the same as an object and as lines, compressed or not, by path and by name", async () => {
  const { owner, session_id } = await owning();
  const events = makeEvents(0, 5, { text: "é\0\ud800 😀 \u2028\r\n", html: "<script>" });
  const stored: unknown[] = [];
  for (const address of [`/workflows/visual/${session_id}/events?`, "/record-visual-events?"]) {
    for (const encoding of ["identity", "gzip", "deflate"]) {
      for (const [type, headers] of Object.entries(TYPES)) {
        const others = { session_id, tab: "a", sequence: 0 };
        const query = Object.entries(others).map((pair) => pair.join("=")).join("&");
        const text = type === "lines" ? lined(events) : JSON.stringify({ ...others, events });
        const { status, text: answer, fields } = await request(
          "POST",
          address + (type === "lines" ? query : ""),
          {
            headers: { ...owner.headers, ...headers, "content-encoding": encoding },
            body: await encoded(text, encoding),
          },
        );
        assert.equal(status, 200, `${address} ${encoding} ${type}: ${answer}`);
        stored.push(fields.stored);
      }
    }
  }
  assert.deepEqual(stored, stored.map((_, at) => at === 0));
  const path = `${functionsUrl}/workflows/visual/${session_id}/chunks/a/0`;
  const response = await fetch(path, { headers: owner.headers });
  const bytes = new Uint8Array(await response.arrayBuffer());
  assert.deepEqual(await eventsOf(bytes), events);
});

Deno.test("an event that is none is named, as an object and in lines", async () => {
  const { owner, session_id } = await owning();
  const events = [...makeEvents(0), { type: 3, timestamp: 5, data: {} }];
  for (
    const [body, headers] of [
      [JSON.stringify({ events }), TYPES.object],
      [lined(events), TYPES.lines],
    ] as const
  ) {
    const { status, fields } = await request(
      "POST",
      `/workflows/visual/${session_id}/events?sequence=0`,
      { headers: { ...owner.headers, ...headers }, body },
    );
    assert.deepEqual([status, fields.code], [400, "invalid_parameter"]);
    assert.deepEqual((fields.details as { path: string }[]).map(({ path }) => path), [
      "events[3].timestamp",
    ]);
  }
});

Deno.test("a body of page events may have 16 MiB after decompression, not a byte more", async () => {
  const { owner, session_id } = await owning({ visual_quality: "high" });
  const address = `/workflows/visual/${session_id}/events?sequence=0`;
  const headers = { ...owner.headers, ...TYPES.lines, "content-encoding": "gzip" };
  const line = lined(makeEvents(0, 1, {}));
  const fits = await request("POST", address, {
    headers,
    body: await encoded(line.padEnd(LIMIT), "gzip"),
  });
  assert.equal(fits.status, 200, fits.text);
  const tooLarge = await request("POST", address, {
    headers,
    body: await encoded(line.padEnd(LIMIT + 1), "gzip"),
  });
  assert.deepEqual([tooLarge.status, tooLarge.fields.code], [413, "body_too_large"]);
  assert.deepEqual(tooLarge.fields.details, { limit_bytes: LIMIT });
});

Deno.test("a batch of 20 000 events of a busy page is stored whole", async () => {
  const { owner, session_id } = await owning({ visual_quality: "high" });
  const events = makeEvents(0, 20_000, { source: 1, positions: [{ x: 1.5, y: 2.25, id: 7 }] });
  const recorded = await request("POST", `/workflows/visual/${session_id}/events?sequence=0`, {
    headers: { ...owner.headers, ...TYPES.lines, "content-encoding": "gzip" },
    body: await encoded(lined(events), "gzip"),
  });
  assert.equal(recorded.fields.total_events, 20_000, recorded.text);
  const { text } = await request("GET", `/workflows/visual/${session_id}/stream?follow=false`, {
    headers: owner.headers,
  });
  const streamed = linesOf(text).filter((line) => "event" in line).map(({ event }) => event);
  assert.deepEqual(streamed, events);
});
