import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { contract } from "../contract.ts";
import { endpoint } from "../endpoint.ts";
import { type FakeProject, startFakeProject } from "../testing/fake-project.ts";
import { visualChunk } from "./visual-chunk.ts";

const fetchChunk = endpoint(contract.visualChunk, visualChunk);
const bytes = new Uint8Array([0x1f, 0x8b, 0x00, 0xff, 0x0a]);
const found = {
  session_id: "s",
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
  etag: '"e1"',
  chunks: 1,
  complete: true,
  content: Buffer.from(bytes).toString("base64"),
};

async function ask(project: FakeProject, headers: Record<string, string> = {}): Promise<Response> {
  const query = "session_id=s&tab=main&sequence=3&through=5";
  const authorization = `Bearer ${await project.token()}`;
  return await fetchChunk(
    new Request(`http://localhost/visual-chunk?${query}`, {
      headers: { authorization, ...headers },
    }),
  );
}

Deno.test("visualChunk answers bytes that may be kept, for the one who asked", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json(found);
  const response = await ask(project);
  assert.equal(response.status, 200);
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), bytes);
  assert.equal(response.headers.get("content-type"), "application/octet-stream");
  assert.equal(response.headers.get("etag"), '"e1"');
  assert.equal(
    response.headers.get("cache-control"),
    "private, max-age=31536000, immutable",
  );
  assert.equal(response.headers.get("vary"), "authorization, apikey");
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.deepEqual(JSON.parse(project.calls[0]?.text ?? ""), {
    session_id: "s",
    tab: "main",
    sequence: 3,
    through: 5,
  });
});

Deno.test("visualChunk answers 304 to who has it, which the database finds out", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ ...found, content: null });
  const response = await ask(project, { "if-none-match": '"e0", W/"e1"' });
  assert.equal(response.status, 304);
  assert.equal(response.headers.get("etag"), '"e1"');
  assert.equal(await response.text(), "");
  assert.equal(JSON.parse(project.calls[0]?.text ?? "").if_none_match, '"e0", W/"e1"');
});

Deno.test("visualChunk has chunks asked for again where one of them may still come", async () => {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ ...found, complete: false });
  const response = await ask(project);
  assert.equal(response.headers.get("cache-control"), "private, no-cache");
  await response.body?.cancel();
});

Deno.test("visualChunk refuses as every endpoint does, and such an answer is not kept", async () => {
  await using project = await startFakeProject();
  project.answer = () =>
    Response.json({ code: "PT404", message: "visual_chunk_not_found", details: "None." }, {
      status: 404,
    });
  const response = await ask(project);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal((await response.json()).code, "visual_chunk_not_found");
  const nobody = await fetchChunk(new Request("http://localhost/visual-chunk"));
  assert.equal((await nobody.json()).code, "authentication_required");
});
