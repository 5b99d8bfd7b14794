import assert from "node:assert/strict";
import { EVENTS_BODY_LIMIT, readEvents } from "./read-events.ts";

const LINES = { "content-type": "application/x-ndjson" };
const events = [{ type: 4, timestamp: 1, data: "a\0\ud800" }, { type: 2, timestamp: 2, data: 1 }];

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  const type = { "content-type": "application/json" };
  return new Request("http://localhost/", {
    method: "POST",
    body,
    headers: { ...type, ...headers },
  });
}

async function compressed(text: string, format: CompressionFormat): Promise<ArrayBuffer> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  return await new Response(stream).arrayBuffer();
}

const lined = (values: readonly unknown[], end = "\n") =>
  values.map((value) => JSON.stringify(value) + end).join("");

Deno.test("readEvents() reads an object of parameters, and what is in events stays as it is", async () => {
  const body = JSON.stringify({ session_id: "a\0b", sequence: 1, events });
  assert.deepEqual(await readEvents(post(body)), {
    ok: true,
    value: { value: { session_id: "a\ufffdb", sequence: 1, events }, replaced: 1 },
  });
});

Deno.test("readEvents() reads lines as events, blank ones and other line ends too", async () => {
  const expected = { ok: true, value: { value: { events }, replaced: 0 } };
  for (const body of [lined(events), lined(events, "\r\n"), lined(events, "\n\n").trimEnd()]) {
    assert.deepEqual(await readEvents(post(body, LINES)), expected);
  }
  const none = { ok: true, value: { value: { events: [] }, replaced: 0 } };
  assert.deepEqual(await readEvents(post("", LINES)), none);
});

Deno.test("readEvents() decompresses either", async () => {
  for (const format of ["gzip", "deflate"] as const) {
    const encoding = { "content-encoding": format };
    for (
      const [text, type] of [[lined(events), LINES], [JSON.stringify({ events }), {}]] as const
    ) {
      const read = await readEvents(post(await compressed(text, format), { ...encoding, ...type }));
      assert.ok(read.ok);
      assert.deepEqual(read.value.value, { events });
    }
  }
});

Deno.test("readEvents() names the line that is no JSON", async () => {
  const read = await readEvents(post('{"a":1}\n\n{"a":\n', LINES));
  assert.ok(!read.ok);
  assert.equal(read.problem.code, "invalid_json");
  assert.match(read.problem.message, /^Line 3: /);
  assert.equal((read.problem.details as { line: number }).line, 3);
});

Deno.test("readEvents() lets pages nest 1000 deep, but not without end", async () => {
  const nested = (levels: number) => `{"data":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  for (const [levels, fits] of [[2040, true], [2100, false], [100_000, false]] as const) {
    const lines = await readEvents(post(nested(levels), LINES));
    const object = await readEvents(post(`{"events":[${nested(levels)}]}`));
    for (const read of [lines, object]) {
      assert.equal(read.ok ? null : read.problem.code, fits ? null : "nesting_too_deep");
    }
  }
});

Deno.test("readEvents() stops at 16 MiB, counted after decompression", async () => {
  const fits = await readEvents(post(" ".repeat(EVENTS_BODY_LIMIT), LINES));
  assert.ok(fits.ok);
  const gzip = { ...LINES, "content-encoding": "gzip" };
  const bomb = await compressed(" ".repeat(4 * EVENTS_BODY_LIMIT), "gzip");
  for (
    const [body, headers] of [[" ".repeat(EVENTS_BODY_LIMIT + 1), LINES], [bomb, gzip]] as const
  ) {
    const read = await readEvents(post(body, headers));
    assert.ok(!read.ok);
    assert.equal(read.problem.code, "body_too_large");
    assert.deepEqual(read.problem.details, { limit_bytes: EVENTS_BODY_LIMIT });
  }
});

Deno.test("readEvents() refuses an object that is none, and other types", async () => {
  for (
    const [body, headers, code] of [
      ["[]", {}, "invalid_parameter"],
      ["{}", { "content-type": "text/plain" }, "unsupported_media_type"],
      ["{}", { "content-encoding": "br" }, "unsupported_media_type"],
    ] as const
  ) {
    const read = await readEvents(post(body, headers));
    assert.equal(read.ok ? null : read.problem.code, code);
  }
});
