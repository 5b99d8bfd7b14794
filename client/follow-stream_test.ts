import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { createRuntrailClient, type StreamLine } from "./mod.ts";

type Part = Record<string, unknown> | "cut" | "half a line" | "open";

/**
 * Functions that stream these parts, a list for each connection: lines, or the connection is cut, in a
 * line perhaps, or left open. The last list is for all that follow.
 */
function startStream(...connections: Part[][]) {
  const asked: Record<string, unknown>[] = [];
  const left = Promise.withResolvers<void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    asked.push(await request.json());
    request.signal.addEventListener("abort", () => left.resolve());
    const parts = (connections.length > 1 ? connections.shift() : connections[0]) ?? [];
    const asEvents = request.headers.get("accept") === "text/event-stream";
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(stream) {
        const part = parts.shift();
        if (part === undefined) return stream.close();
        if (part === "open") return await new Promise<void>(() => {});
        if (part === "half a line") return stream.enqueue(encoder.encode('data: {"tab":"t"'));
        // A little later: a connection that is cut at once takes with it what was just sent.
        if (part === "cut") {
          await new Promise((resolve) => setTimeout(resolve, 20));
          return stream.error(new Error("reset"));
        }
        const line = JSON.stringify(part);
        stream.enqueue(encoder.encode(asEvents ? `data: ${line}\n\n` : `${line}\n`));
      },
    });
    return new Response(body, {
      headers: { "content-type": asEvents ? "text/event-stream" : "application/x-ndjson" },
    });
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    asked,
    left: left.promise,
    url,
    clients: [createClient(url, "k"), { url, key: "k" }].map((connection) =>
      createRuntrailClient(connection)
    ),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const event = (n: number) => ({ tab: "t", sequence: 0, event: { n } });
const ended = (after: number) => ({ end: "session_ended", after });

Deno.test("visualStream() gives the lines as they come, through either connection", async () => {
  for (const at of [0, 1]) {
    const lines = [{ after: 0 }, event(1), event(2), { after: 1 }, ended(1)];
    await using functions = startStream([...lines]);
    const stream = functions.clients[at]!.visualStream({ session_id: "s" });
    assert.deepEqual(await Array.fromAsync(stream), lines);
    assert.deepEqual(functions.asked, [{ session_id: "s", after: 0 }]);
  }
});

Deno.test("visualStream() resumes a lost connection and gives every event once", async () => {
  for (const at of [0, 1]) {
    await using functions = startStream(
      [event(1), { after: 1 }, event(2), event(3), "cut"],
      [event(2), event(3), "half a line", "cut"],
      [event(2)],
      [event(2), event(3), event(4), { after: 2 }, event(5), { after: 3 }, ended(3)],
    );
    const stream = functions.clients[at]!.visualStream({ session_id: "s", after: 0 });
    const lines = await Array.fromAsync(stream);
    const events = lines.filter((line) => "event" in line);
    assert.deepEqual(events, [1, 2, 3, 4, 5].map(event));
    assert.deepEqual(lines.at(-1), ended(3));
    assert.deepEqual(functions.asked.map(({ after }) => after), [0, 1, 1, 1]);
  }
});

Deno.test("visualStream() goes on after the time limit, unless asked not to", async () => {
  const limited = [event(1), { after: 1 }, { end: "time_limit", after: 1 }];
  await using functions = startStream([...limited], [event(2), { after: 2 }, ended(2)], [
    ...limited,
  ]);
  const [, client] = functions.clients;
  const resumed = await Array.fromAsync(client!.visualStream({ session_id: "s" }));
  assert.deepEqual(resumed, [event(1), { after: 1 }, event(2), { after: 2 }, ended(2)]);
  const one = client!.visualStream({ session_id: "s" }, { resume: false });
  assert.deepEqual(await Array.fromAsync(one), limited);
});

Deno.test("visualStream() throws what ends it for good: refused, lost for good, not to be resumed", async () => {
  const gone = { code: "visual_session_not_found", status: 404, message: "None." };
  await using functions = startStream([event(1), { error: gone, after: 0 }], ["cut"]);
  const [, client] = functions.clients;
  const seen: StreamLine[] = [];
  await assert.rejects(async () => {
    for await (const line of client!.visualStream({ session_id: "s" })) seen.push(line);
  }, { name: "RuntrailError", code: "visual_session_not_found", status: 404 });
  assert.deepEqual(seen, [event(1)]);
  const once = client!.visualStream({ session_id: "s" }, { resume: false });
  await assert.rejects(Array.fromAsync(once), { code: "network_error" });

  const refuse = () =>
    Promise.resolve(
      Response.json({ success: false, code: "authentication_required", message: "No." }, {
        status: 401,
      }),
    );
  const nobody = createRuntrailClient({ url: functions.url, key: "k", fetch: refuse });
  await assert.rejects(Array.fromAsync(nobody.visualStream({ session_id: "s" })), {
    code: "authentication_required",
  });
});

Deno.test("visualStream() asks for a new token when its own expires on the way", async () => {
  const expired = { code: "invalid_token", status: 401, message: "Expired." };
  await using functions = startStream([event(1), { error: expired, after: 0 }], [
    event(1),
    { after: 1 },
    ended(1),
  ]);
  const tokens = ["old", "new"];
  const accessToken = () => tokens.shift() ?? null;
  const client = createRuntrailClient({ url: functions.url, key: "k", accessToken });
  const lines = await Array.fromAsync(client.visualStream({ session_id: "s" }));
  assert.deepEqual(lines, [event(1), { after: 1 }, ended(1)]);
  assert.deepEqual(tokens, []);
});

Deno.test("visualStream() resumes when the database was away for a moment", async () => {
  const away = { code: "database_unavailable", status: 503, message: "Later." };
  await using functions = startStream([event(1), { error: away, after: 0 }], [
    event(1),
    { after: 1 },
    ended(1),
  ]);
  const lines = await Array.fromAsync(functions.clients[1]!.visualStream({ session_id: "s" }));
  assert.deepEqual(lines, [event(1), { after: 1 }, ended(1)]);
});

Deno.test("visualStream() lets go of the connection when the reader stops", async () => {
  for (const at of [0, 1]) {
    await using functions = startStream([{ after: 0 }, event(1), "open"]);
    for await (const line of functions.clients[at]!.visualStream({ session_id: "s" })) {
      if ("event" in line) break;
    }
    await functions.left;
  }
});

Deno.test("visualStream() ends when it is given up", async () => {
  for (const at of [0, 1]) {
    await using functions = startStream([{ after: 0 }, "open"]);
    const giveUp = new AbortController();
    const { signal } = giveUp;
    const stream = functions.clients[at]!.visualStream({ session_id: "s" }, { signal });
    assert.deepEqual((await stream.next()).value, { after: 0 });
    const waiting = stream.next();
    giveUp.abort();
    await assert.rejects(waiting, { code: "network_error" });
    await functions.left;
  }
});

Deno.test("visualStream() leaves out lines that are none", async () => {
  await using functions = startStream([{ other: 1 }, event(1), { after: 1 }, ended(1)]);
  const lines = await Array.fromAsync(functions.clients[1]!.visualStream({ session_id: "s" }));
  assert.deepEqual(lines, [event(1), { after: 1 }, ended(1)]);
});
