import assert from "node:assert/strict";
import { BODY_LIMIT, type BodyRules, readBody } from "./read-body.ts";

const JSON_ONLY: BodyRules = { limit: BODY_LIMIT, lines: false };
const URL = "http://localhost/create-execution";

function post(body: BodyInit | null, headers: Record<string, string> = {}): Request {
  return new Request(URL, { method: "POST", body, headers });
}

async function codeOf(request: Request): Promise<string | undefined> {
  const result = await readBody(request, JSON_ONLY);
  return result.ok ? undefined : result.problem.code;
}

function gzip(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
}

/** An endless body that counts what is taken from it. */
function endless(): {
  stream: ReadableStream<Uint8Array>;
  taken: () => number;
  ended: () => boolean;
} {
  let taken = 0;
  let ended = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      taken += 65536;
      controller.enqueue(new Uint8Array(65536).fill(32));
    },
    cancel() {
      ended = true;
    },
  });
  return { stream, taken: () => taken, ended: () => ended };
}

Deno.test("readBody() gives empty text without a body, whatever its declared type", async () => {
  assert.deepEqual(await readBody(post(null), JSON_ONLY), { ok: true, value: "" });
  const form = { "content-type": "application/x-www-form-urlencoded" };
  assert.deepEqual(await readBody(post("", form), JSON_ONLY), { ok: true, value: "" });
});

Deno.test("readBody() reads JSON declared in any of its ways, or not declared", async () => {
  for (
    const type of ["application/json", "Application/JSON; charset=utf-8", "application/x+json"]
  ) {
    assert.deepEqual(await readBody(post("{}", { "content-type": type }), JSON_ONLY), {
      ok: true,
      value: "{}",
    });
  }
  const undeclared = post(new Blob(["{}"]).stream());
  assert.equal(undeclared.headers.get("content-type"), null);
  assert.deepEqual(await readBody(undeclared, JSON_ONLY), { ok: true, value: "{}" });
});

Deno.test("readBody() refuses another media type", async () => {
  assert.equal(await codeOf(post("{}")), "unsupported_media_type");
  const form = post("a=1", { "content-type": "application/x-www-form-urlencoded" });
  assert.equal(await codeOf(form), "unsupported_media_type");
});

Deno.test("readBody() accepts a body of exactly the limit", async () => {
  const result = await readBody(
    post(new Blob(["a".repeat(BODY_LIMIT)]).stream()),
    JSON_ONLY,
  );
  assert.equal(result.ok && result.value.length, BODY_LIMIT);
});

Deno.test("readBody() refuses a declared length over the limit without reading", async () => {
  const { stream, taken, ended } = endless();
  const request = post(stream, { "content-length": String(BODY_LIMIT + 1) });
  assert.equal(await codeOf(request), "body_too_large");
  assert.ok(taken() <= 65536, `${taken()} bytes were taken`);
  assert.ok(ended());
});

Deno.test("readBody() stops an undeclared body at the limit and takes no more of it", async () => {
  const { stream, taken, ended } = endless();
  assert.equal(await codeOf(post(stream)), "body_too_large");
  assert.ok(taken() <= BODY_LIMIT + 4 * 65536, `${taken()} bytes were taken`);
  assert.ok(ended());
});

Deno.test("readBody() reads gzip and deflate, and counts what comes out", async () => {
  const small = post(gzip('{"a":1}'), { "content-encoding": "gzip" });
  assert.deepEqual(await readBody(small, JSON_ONLY), { ok: true, value: '{"a":1}' });
  const deflated = new Blob(["{}"]).stream().pipeThrough(new CompressionStream("deflate"));
  const other = post(deflated, { "content-encoding": "Deflate" });
  assert.deepEqual(await readBody(other, JSON_ONLY), { ok: true, value: "{}" });
  const bomb = post(gzip(" ".repeat(64 * BODY_LIMIT)), { "content-encoding": "gzip" });
  assert.equal(await codeOf(bomb), "body_too_large");
});

Deno.test("readBody() refuses what claims to be gzip and is not, and encodings it does not know", async () => {
  assert.equal(await codeOf(post("{}", { "content-encoding": "gzip" })), "invalid_json");
  assert.equal(await codeOf(post("{}", { "content-encoding": "br" })), "unsupported_media_type");
});

Deno.test("readBody() refuses bytes that are not UTF-8, and drops a byte order mark", async () => {
  const json = { "content-type": "application/json" };
  assert.equal(await codeOf(post(new Uint8Array([0x22, 0xff, 0x22]), json)), "invalid_json");
  const marked = post(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), json);
  assert.deepEqual(await readBody(marked, JSON_ONLY), { ok: true, value: "{}" });
});
