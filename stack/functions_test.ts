import assert from "node:assert/strict";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { type Functions, startFunctions } from "./functions.ts";

const ECHO = `export default { fetch: async (req) => Response.json({
  url: req.url, method: req.method, headers: [...req.headers], body: await req.text(),
  env: Deno.env.toObject(),
}) };`;

/** Runs `body` with the functions given as sources by name, behind a server as the gateway is. */
async function withFunctions(
  sources: Record<string, string>,
  body: (at: { url: string; dir: string; logs: string[]; functions: Functions }) => Promise<void>,
) {
  const dir = await Deno.makeTempDir({ prefix: "functions with space " });
  const logs: string[] = [];
  for (const [name, source] of Object.entries(sources)) await write(dir, name, source);
  const env = { SUPABASE_URL: "http://127.0.0.1:1" };
  const functions = await startFunctions({ dir, env, onLog: (line) => logs.push(line) });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (req) => functions.fetch(req),
  );
  try {
    const url = `http://127.0.0.1:${server.addr.port}/functions/v1`;
    await body({ url, dir, logs, functions });
  } finally {
    await functions.stop();
    await server.shutdown();
    await Deno.remove(dir, { recursive: true });
  }
}

async function write(dir: string, name: string, source: string) {
  await Deno.mkdir(join(dir, name), { recursive: true });
  await Deno.writeTextFile(join(dir, name, "index.ts"), source);
}

async function eventually(check: () => boolean | Promise<boolean>, what: string) {
  for (let tries = 0; tries < 200; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(what);
}

/** Sends bytes as they are and returns what came back until the server closes. */
async function raw(url: string, request: string): Promise<string> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: Number(new URL(url).port) });
  await conn.write(new TextEncoder().encode(request));
  return await new Response(conn.readable).text();
}

Deno.test("a function sees the path without /functions/v1, the host and the query", () =>
  withFunctions({ "echo-it": ECHO }, async ({ url }) => {
    const res = await fetch(`${url}/echo-it/a%20b/c?q=1&q=2`, { method: "PUT", body: "hello" });
    const seen = await res.json();
    assert.equal(seen.url, `${new URL(url).origin}/echo-it/a%20b/c?q=1&q=2`);
    assert.equal(seen.method, "PUT");
    assert.equal(seen.body, "hello");
    assert.equal(new Map(seen.headers).get("content-length"), "5");
  }));

Deno.test("a function sees the given variables and nothing else of the environment", () => {
  Deno.env.set("STACK_TEST_SECRET", "must stay outside");
  return withFunctions({ echo: ECHO }, async ({ url }) => {
    const { env } = await (await fetch(`${url}/echo`)).json();
    assert.equal(env.SUPABASE_URL, "http://127.0.0.1:1");
    assert.equal(env.STACK_TEST_SECRET, undefined);
  });
});

Deno.test("supabase-js functions.invoke() reaches a function with body and headers", () =>
  withFunctions({ echo: ECHO }, async ({ url }) => {
    const client = createClient(new URL(url).origin, "sb_publishable_test");
    const { data, error } = await client.functions.invoke("echo", { body: { a: 1 } });
    assert.equal(error, null);
    assert.equal(data.body, '{"a":1}');
    assert.equal(new Map(data.headers).get("apikey"), "sb_publishable_test");
  }));

Deno.test("redirects, 204, 304 and HEAD come through as the function gave them", () =>
  withFunctions({
    status: `export default { fetch: (req) => {
      const status = Number(new URL(req.url).searchParams.get("s"));
      return new Response(status === 200 ? "text" : null, { status, headers: { location: "/x" } });
    } };`,
  }, async ({ url }) => {
    for (const status of [204, 302, 304, 418]) {
      const res = await fetch(`${url}/status?s=${status}`, { redirect: "manual" });
      assert.equal(res.status, status);
      assert.equal(res.headers.get("location"), "/x");
      assert.equal(await res.text(), "");
    }
    const head = await fetch(`${url}/status?s=200`, { method: "HEAD" });
    assert.equal(head.headers.get("content-length"), "4");
    assert.equal(await head.text(), "");
  }));

Deno.test("a compressed answer stays compressed, and none is compressed unasked", () =>
  withFunctions({
    gzip: `export default { fetch: (req) => new Response(
      new Blob([req.headers.get("accept-encoding")]).stream()
        .pipeThrough(new CompressionStream("gzip")),
      { headers: { "content-encoding": "gzip", "cache-control": "immutable" } }) };`,
  }, async ({ url }) => {
    const answer = await raw(url, "GET /functions/v1/gzip HTTP/1.0\r\nhost: x\r\n\r\n");
    assert.match(answer, /content-encoding: gzip/);
    assert.doesNotMatch(answer, /x-stack-content-encoding/);
    const res = await fetch(`${url}/gzip`, { headers: { "accept-encoding": "identity;q=0.5" } });
    assert.equal(await res.text(), "identity;q=0.5");
  }));

Deno.test("bodies are streamed in both directions while they are written", () =>
  withFunctions({
    upper: `export default { fetch: (req) => new Response(req.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TransformStream({ transform(t, c) { c.enqueue(t.toUpperCase()); } }))
      .pipeThrough(new TextEncoderStream())) };`,
  }, async ({ url, functions }) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const res = functions.fetch(new Request(`${url}/upper`, { method: "POST", body: readable }));
    await writer.write(new TextEncoder().encode("first"));
    const reader = (await res).body!.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader.read()).value, "FIRST");
    await writer.write(new TextEncoder().encode("second"));
    assert.equal((await reader.read()).value, "SECOND");
    await writer.close();
    assert.equal((await reader.read()).done, true);
  }));

Deno.test("a function may answer before a long body has arrived", () =>
  withFunctions({
    refuse: "export default { fetch: () => new Response('too large', { status: 413 }) };",
  }, async ({ url }) => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65536)),
    });
    const abort = new AbortController();
    const signal = abort.signal;
    const res = await fetch(`${url}/refuse`, { method: "POST", body: endless, signal });
    assert.equal(res.status, 413);
    assert.equal(await res.text(), "too large");
    abort.abort();
  }));

Deno.test("a function notices that its client went away, before and during the answer", () =>
  withFunctions({
    slow: `export default { fetch: async (req) => {
      req.signal.addEventListener("abort", () => console.log("aborted", req.url));
      if (req.url.endsWith("early")) await new Promise((r) => setTimeout(r, 3000));
      return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(1)); } }));
    } };`,
  }, async ({ url, logs }) => {
    const early = new AbortController();
    const first = fetch(`${url}/slow?early`, { signal: early.signal });
    setTimeout(() => early.abort(), 100);
    await assert.rejects(first);
    await eventually(() => logs.some((l) => /aborted .*early/.test(l)), "no abort seen early");
    const late = new AbortController();
    await fetch(`${url}/slow?late`, { signal: late.signal });
    late.abort();
    await eventually(() => logs.some((l) => /aborted .*late/.test(l)), "no abort seen late");
  }));

Deno.test("an unknown name, a private folder and a path upwards are 404 NOT_FOUND", () =>
  withFunctions({ _shared: ECHO }, async ({ url }) => {
    for (const path of ["nothing", "_shared", "..%2fescape", ""]) {
      const res = await fetch(`${url}/${path}`);
      assert.equal(res.status, 404, path);
      assert.equal((await res.json()).code, "NOT_FOUND");
    }
  }));

Deno.test("a syntax error is 503 BOOT_ERROR with a log line, and gone when the file is fixed", () =>
  withFunctions({ bad: "export default {", good: ECHO }, async ({ url, dir, logs }) => {
    const broken = await fetch(`${url}/bad`);
    assert.equal(broken.status, 503);
    assert.equal((await broken.json()).code, "BOOT_ERROR");
    assert.equal(broken.headers.get("access-control-allow-origin"), "*");
    const report = /^functions \| The function bad does not load .*SyntaxError/;
    await eventually(() => logs.some((line) => report.test(line)), "no log line");
    assert.equal((await fetch(`${url}/good`).then((res) => res.json())).method, "GET");

    await write(dir, "bad", "export default { fetch: () => new Response('fixed') };");
    await eventually(async () => await (await fetch(`${url}/bad`)).text() === "fixed", "not fixed");
  }));

Deno.test("functions that call Deno.serve or export no fetch are refused with the reason", () =>
  withFunctions({
    "old-style": "Deno.serve(() => new Response('x'));",
    "no-default": "export const fetch = () => new Response('x');",
  }, async ({ url }) => {
    for (const name of ["old-style", "no-default"]) {
      const res = await fetch(`${url}/${name}`);
      assert.equal(res.status, 503);
      assert.match((await res.json()).message, /export default \{ fetch \}/);
    }
  }));

Deno.test("a function that throws is 500 WORKER_ERROR without a trace, which is in the log", () =>
  withFunctions({
    throws: "export default { fetch: () => { throw new Error('my secret'); } };",
    nothing: "export default { fetch: () => undefined };",
  }, async ({ url, logs }) => {
    for (const name of ["throws", "nothing"]) {
      const res = await fetch(`${url}/${name}`);
      const text = await res.text();
      assert.equal(res.status, 500);
      assert.match(text, /WORKER_ERROR/);
      assert.doesNotMatch(text, /secret/);
    }
    await eventually(() => logs.some((line) => line.includes("my secret")), "no trace in the log");
  }));

Deno.test("a function that kills its process fails alone: the next request is answered", () =>
  withFunctions(
    { exit: "export default { fetch: () => Deno.exit(7) };", echo: ECHO },
    async (at) => {
      assert.equal((await fetch(`${at.url}/exit`)).status, 500);
      await eventually(() => at.logs.some((line) => line.includes("code 7")), "no log line");
      assert.equal((await fetch(`${at.url}/echo`)).status, 200);
    },
  ));

Deno.test("a request under way survives a restart, one during it waits for the new code", () =>
  withFunctions({
    version: `export default { fetch: async (req) => {
      if (req.url.endsWith("slow")) await new Promise((r) => setTimeout(r, 600));
      return new Response("old");
    } };`,
  }, async ({ url, dir, logs }) => {
    const slow = fetch(`${url}/version?slow`).then((res) => res.text());
    await new Promise((resolve) => setTimeout(resolve, 100));
    await write(dir, "version", "export default { fetch: () => new Response('new') };");
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(await (await fetch(`${url}/version`)).text(), "new");
    assert.equal(await slow, "old");
    assert.ok(logs.some((line) => line.includes("loaded again")));
  }));

Deno.test("the functions' process ends when the stack is killed with SIGKILL", async () => {
  const dir = await Deno.makeTempDir();
  await write(dir, "a-stuck-one", "await new Promise(() => setInterval(() => {}, 1000));");
  await write(dir, "pid", "export default { fetch: () => new Response(String(Deno.pid)) };");
  const module = new URL("./functions.ts", import.meta.url).href;
  const code = `const { startFunctions } = await import(${JSON.stringify(module)});
    const f = await startFunctions({ dir: ${JSON.stringify(dir)}, env: {}, onLog: () => {} });
    const res = await f.fetch(new Request("http://x/functions/v1/pid"));
    console.log(await res.text());
    setInterval(() => {}, 1000);`;
  const file = join(dir, "parent.ts");
  await Deno.writeTextFile(file, code);
  const parent = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", file],
    stdout: "piped",
  }).spawn();
  const { value } = await parent.stdout.pipeThrough(new TextDecoderStream()).getReader().read();
  const pid = Number(value);
  assert.ok(pid > 0);
  parent.kill("SIGKILL");
  await parent.status;
  await eventually(() => {
    try {
      process.kill(pid, 0);
      return false;
    } catch {
      return true;
    }
  }, `process ${pid} still runs`);
  await Deno.remove(dir, { recursive: true });
});
