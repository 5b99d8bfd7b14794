import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { contract } from "../contract.ts";
import { endpoint } from "../endpoint.ts";
import { type FakeProject, startFakeProject } from "../testing/fake-project.ts";
import { visualStream } from "./visual-stream.ts";

const stream = endpoint(contract.visualStream, visualStream);
const session = { session_id: "s", execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02" };

/** A project with a session of so many chunks, each of one event, and more to come unless ended. */
function withChunks(project: FakeProject, state: { chunks: number; ended: boolean }): void {
  project.answer = ({ text }) => {
    const { after } = JSON.parse(text);
    const chunks = Array.from({ length: Math.min(state.chunks - after, 2) }, (_, n) => {
      const arrival = after + n + 1;
      const line = `{"n":${arrival},"text":"\u2028\r"}\n`.replace("\r", "\\r");
      const content = gzipSync(line).toString("base64");
      const bytes = new TextEncoder().encode(line).length;
      return { tab: "main", sequence: arrival - 1, arrival, bytes, content };
    });
    const more = after + chunks.length < state.chunks;
    return Response.json({ ...session, ended: state.ended, more, chunks });
  };
}

async function ask(
  project: FakeProject,
  query = "",
  headers: Record<string, string> = {},
): Promise<Response> {
  const authorization = `Bearer ${await project.token()}`;
  return await stream(
    new Request(`http://localhost/visual-stream?session_id=s${query}`, {
      headers: { authorization, ...headers },
    }),
  );
}

const parsed = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line));

const event = (n: number) => ({ tab: "main", sequence: n - 1, event: { n, text: "\u2028\r" } });

Deno.test("visualStream gives every event, where to resume after each chunk, and why it ends", async () => {
  await using project = await startFakeProject();
  withChunks(project, { chunks: 3, ended: true });
  const response = await ask(project);
  assert.equal(response.headers.get("content-type"), "application/x-ndjson");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(parsed(await response.text()), [
    event(1),
    { after: 1 },
    event(2),
    { after: 2 },
    event(3),
    { after: 3 },
    { end: "session_ended", after: 3 },
  ]);
  assert.deepEqual(project.calls.map(({ text }) => JSON.parse(text)), [
    { session_id: "s", after: 0 },
    { session_id: "s", after: 2 },
  ]);
});

Deno.test("visualStream resumes, and does not wait for more when not asked to", async () => {
  await using project = await startFakeProject();
  withChunks(project, { chunks: 3, ended: false });
  const response = await ask(project, "&after=2&follow=false");
  assert.deepEqual(parsed(await response.text()), [
    event(3),
    { after: 3 },
    { end: "caught_up", after: 3 },
  ]);
});

Deno.test("visualStream says at once where it stands, and sends what comes while it lasts", async () => {
  await using project = await startFakeProject();
  const state = { chunks: 0, ended: false };
  withChunks(project, state);
  const response = await ask(project);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, '{"after":0}\n');
  state.chunks = 1;
  assert.deepEqual(parsed((await reader.read()).value ?? ""), [event(1)]);
  assert.equal((await reader.read()).value, '{"after":1}\n');
  state.ended = true;
  assert.equal((await reader.read()).value, '{"end":"session_ended","after":1}\n');
  assert.equal((await reader.read()).done, true);
});

Deno.test("visualStream asks for no more than is read", async () => {
  await using project = await startFakeProject();
  withChunks(project, { chunks: 1000, ended: true });
  const response = await ask(project);
  const reader = response.body!.getReader();
  for (let lines = 0; lines < 4; lines++) await reader.read();
  assert.ok(project.calls.length <= 2, `${project.calls.length}`);
  await reader.cancel();
});

Deno.test("visualStream stops asking when the reader goes away", async () => {
  await using project = await startFakeProject();
  withChunks(project, { chunks: 0, ended: false });
  const response = await ask(project);
  const reader = response.body!.getReader();
  await reader.read();
  const waiting = reader.read();
  await reader.cancel();
  assert.equal((await waiting).done, true);
  // The test would fail by a timer or a request that is left; nothing is asked after more than a poll.
  const asked = project.calls.length;
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(project.calls.length, asked);
});

Deno.test("visualStream ends at the time limit", async () => {
  await using project = await startFakeProject();
  Deno.env.set("RUNTRAIL_STREAM_SECONDS", "0.2");
  try {
    withChunks(project, { chunks: 1, ended: false });
    const response = await ask(project);
    assert.deepEqual(parsed(await response.text()).at(-1), { end: "time_limit", after: 1 });
  } finally {
    Deno.env.delete("RUNTRAIL_STREAM_SECONDS");
  }
});

Deno.test("visualStream refuses as every endpoint does before the first line, and in a line later", async () => {
  await using project = await startFakeProject();
  const refusal = () =>
    Response.json({ code: "PT404", message: "visual_session_not_found", details: "None." }, {
      status: 404,
    });
  project.answer = refusal;
  const early = await ask(project);
  assert.deepEqual([early.status, (await early.json()).code], [404, "visual_session_not_found"]);

  withChunks(project, { chunks: 3, ended: true });
  const answer = project.answer;
  project.answer = (call) => project.calls.length > 2 ? refusal() : answer(call);
  const late = await ask(project);
  assert.deepEqual(parsed(await late.text()).at(-1), {
    error: { code: "visual_session_not_found", status: 404, message: "None." },
    after: 2,
  });
});

Deno.test("visualStream sends events of a text/event-stream to who accepts one", async () => {
  await using project = await startFakeProject();
  withChunks(project, { chunks: 1, ended: true });
  const response = await ask(project, "", { accept: "text/event-stream" });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const lines = [event(1), { after: 1 }, { end: "session_ended", after: 1 }];
  const expected = lines.map((line) => `data: ${JSON.stringify(line)}\n\n`).join("");
  assert.equal(await response.text(), expected);
});
