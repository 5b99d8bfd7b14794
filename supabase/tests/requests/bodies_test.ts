import assert from "node:assert/strict";
import { makeWorkflow, signUp } from "../actors.ts";
import { request } from "../request.ts";

const BODY_LIMIT = 4 * 1024 * 1024;
const HISTORY = "/execution-history";
const JSON_TYPE = { "content-type": "application/json" };

async function compressed(text: string, format: CompressionFormat) {
  const body = new Blob([text]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(body).arrayBuffer());
}

Deno.test("a body of another type returns 415 unsupported_media_type", async () => {
  const { headers } = await signUp();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/json-ish"]) {
    const { status, fields } = await request("POST", HISTORY, {
      headers: { ...headers, "content-type": type },
      body: "{}",
    });
    assert.equal(status, 415, type);
    assert.equal(fields.code, "unsupported_media_type", type);
  }
});

Deno.test("a body is JSON by any of its types, and without one", async () => {
  const { headers } = await signUp();
  for (const type of ["application/json; charset=utf-8", "application/vnd.api+json", "text/json"]) {
    const { status } = await request("POST", HISTORY, {
      headers: { ...headers, "content-type": type },
      body: "{}",
    });
    assert.equal(status, 200, type);
  }
  const bytes = new TextEncoder().encode("{}");
  assert.equal((await request("POST", HISTORY, { headers, body: bytes })).status, 200);
});

Deno.test("no body, and an empty one, are no parameters", async () => {
  const { headers } = await signUp();
  assert.equal((await request("POST", HISTORY, { headers })).status, 200);
  const blank = { headers: { ...headers, ...JSON_TYPE }, body: " \n" };
  assert.equal((await request("POST", HISTORY, blank)).status, 200);
});

Deno.test("broken JSON returns 400 invalid_json with the position", async () => {
  const { headers } = await signUp();
  const body = '{"page": 1,\n "sort" "created_at.desc"}';
  const { status, fields } = await request("POST", HISTORY, {
    headers: { ...headers, ...JSON_TYPE },
    body,
  });
  assert.equal(status, 400);
  assert.equal(fields.code, "invalid_json");
  assert.deepEqual(fields.details, { position: body.indexOf('"created'), line: 2, column: 9 });
});

Deno.test("a body that is not UTF-8 returns 400 invalid_json", async () => {
  const { headers } = await signUp();
  const { fields } = await request("POST", HISTORY, {
    headers: { ...headers, ...JSON_TYPE },
    body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
  });
  assert.equal(fields.code, "invalid_json");
});

Deno.test("lists and objects may nest 64 deep, not 65", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  // The body and inputs are the first two levels.
  const nested = (levels: number) => {
    const lists = levels - 2;
    return `{"workflow_id":"${workflow_id}","inputs":{"a":${"[".repeat(lists)}${
      "]".repeat(lists)
    }}}`;
  };
  const headers = { ...owner.headers, ...JSON_TYPE };
  const fits = await request("POST", "/create-execution", { headers, body: nested(64) });
  assert.equal(fits.status, 201);
  const tooDeep = await request("POST", "/create-execution", { headers, body: nested(65) });
  assert.equal(tooDeep.status, 400);
  assert.equal(tooDeep.fields.code, "nesting_too_deep");
});

Deno.test("a body of exactly 4 MiB is read, one byte more returns 413 body_too_large", async () => {
  const { headers } = await signUp();
  const filled = { ...headers, ...JSON_TYPE };
  const fits = await request("POST", HISTORY, { headers: filled, body: "{}".padEnd(BODY_LIMIT) });
  assert.equal(fits.status, 200);
  const tooLarge = await request("POST", HISTORY, {
    headers: filled,
    body: "{}".padEnd(BODY_LIMIT + 1),
  });
  assert.equal(tooLarge.status, 413);
  assert.equal(tooLarge.fields.code, "body_too_large");
  assert.deepEqual(tooLarge.fields.details, { limit_bytes: BODY_LIMIT });
});

Deno.test("a compressed body is read", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  for (const format of ["gzip", "deflate"] as const) {
    const { status } = await request("POST", "/create-execution", {
      headers: { ...owner.headers, ...JSON_TYPE, "content-encoding": format },
      body: await compressed(JSON.stringify({ workflow_id, inputs: { é: "ü" } }), format),
    });
    assert.equal(status, 201, format);
  }
});

Deno.test("a compressed body counts with its size after decompression", async () => {
  const { headers } = await signUp();
  const gzip = { ...headers, ...JSON_TYPE, "content-encoding": "gzip" };
  const fits = await compressed("{}".padEnd(BODY_LIMIT), "gzip");
  assert.equal((await request("POST", HISTORY, { headers: gzip, body: fits })).status, 200);
  const bomb = await compressed("{}".padEnd(8 * BODY_LIMIT), "gzip");
  assert.ok(bomb.length < BODY_LIMIT / 50);
  const { status, fields } = await request("POST", HISTORY, { headers: gzip, body: bomb });
  assert.equal(status, 413);
  assert.equal(fields.code, "body_too_large");
});

Deno.test("an encoding we do not know returns 415, a body that is not in it 400", async () => {
  const { headers } = await signUp();
  const declared = (encoding: string) => ({
    headers: { ...headers, ...JSON_TYPE, "content-encoding": encoding },
    body: "{}",
  });
  const unknown = await request("POST", HISTORY, declared("br"));
  assert.equal(unknown.status, 415);
  assert.equal(unknown.fields.code, "unsupported_media_type");
  const wrong = await request("POST", HISTORY, declared("gzip"));
  assert.equal(wrong.status, 400);
  assert.equal(wrong.fields.code, "invalid_json");
});

Deno.test("numbers that JavaScript cannot hold are stored as sent", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const exact = "12345678901234567890.123456789";
  const { fields } = await request("POST", "/create-execution", {
    headers: { ...owner.headers, ...JSON_TYPE },
    body: `{"workflow_id":"${workflow_id}","inputs":{"id":${exact}}}`,
  });
  const { text } = await request("POST", "/update-execution", {
    headers: owner.headers,
    json: { execution_id: fields.execution_id, progress: 1 },
  });
  assert.ok(text.includes(exact), text);
});
