import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { createRuntrailClient, RuntrailError } from "../../../client/mod.ts";
import { functionsUrl, makeWorkflow, service, signUp, type User } from "../actors.ts";
import { eventsOf, makeEvents, makeSession, recordBatches } from "../visual.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** What an answer was, whichever way it came. */
interface Answered {
  readonly status: number;
  readonly bytes: Bytes;
  readonly headers: Headers | null;
}

interface Asked {
  readonly session_id: string;
  readonly tab: string;
  readonly sequence: number;
  readonly through?: number;
}

type Way = (user: User, asked: Asked, headers?: Record<string, string>) => Promise<Answered>;

async function answered(response: Response): Promise<Answered> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, bytes, headers: response.headers };
}

async function byClient(connection: Parameters<typeof createRuntrailClient>[0], asked: Asked) {
  try {
    const { bytes } = await createRuntrailClient(connection).visualChunk(asked);
    return { status: 200, bytes, headers: null };
  } catch (error) {
    if (!(error instanceof RuntrailError)) throw error;
    return { status: error.status, bytes: new Uint8Array(), headers: null };
  }
}

const ways: Readonly<Record<string, Way>> = {
  "the REST path": async (user, { session_id, tab, sequence, through }, headers) => {
    const query = through === undefined ? "" : `?through=${through}`;
    const path = `/workflows/visual/${session_id}/chunks/${tab}/${sequence}${query}`;
    return await answered(
      await fetch(functionsUrl + path, { headers: { ...user.headers, ...headers } }),
    );
  },
  "POST to the function": async (user, asked, headers) =>
    await answered(
      await fetch(`${functionsUrl}/visual-chunk`, {
        method: "POST",
        headers: { ...user.headers, "content-type": "application/json", ...headers },
        body: JSON.stringify(asked),
      }),
    ),
  "functions.invoke()": async ({ client }, asked, headers) => {
    const { data, error, response } = await client.functions.invoke("visual-chunk", {
      body: asked,
      headers: headers ?? {},
    });
    if (!response) throw error;
    const bytes = error ? new Uint8Array() : new Uint8Array(await (data as Blob).arrayBuffer());
    if (error) await response.body?.cancel();
    return { status: response.status, bytes, headers: response.headers };
  },
  "the typed client": async ({ client }, asked) => await byClient(client, asked),
  "the typed client without supabase-js": async ({ token, headers }, asked) =>
    await byClient({
      url: functionsUrl.replace("/functions/v1", ""),
      key: `${headers.apikey}`,
      accessToken: token,
    }, asked),
};

async function withChunks(sequences: readonly number[]) {
  const owner = await signUp();
  const { session_id, execution_id } = await makeSession(owner, await makeWorkflow(owner));
  await recordBatches(owner, session_id, sequences);
  return { owner, session_id, execution_id };
}

Deno.test("visual-chunk gives the bytes of a chunk in every way", async () => {
  const { owner, session_id } = await withChunks([0, 1]);
  for (const [name, way] of Object.entries(ways)) {
    const { status, bytes } = await way(owner, { session_id, tab: "main", sequence: 1 });
    assert.equal(status, 200, name);
    assert.deepEqual(await eventsOf(bytes), makeEvents(1), name);
  }
});

Deno.test("visual-chunk gives several in order, which are one gzip, and each alone", async () => {
  const { owner, session_id } = await withChunks([3, 0, 1, 4]);
  const events = [1, 3, 4].flatMap((sequence) => makeEvents(sequence));
  const { chunks } = await createRuntrailClient(owner.client).visualChunks({ session_id });
  for (const [name, way] of Object.entries(ways)) {
    const { bytes } = await way(owner, { session_id, tab: "main", sequence: 1, through: 6 });
    const lines = gunzipSync(bytes).toString().trimEnd().split("\n");
    assert.deepEqual(lines.map((line) => JSON.parse(line)), events, name);
    let start = 0;
    for (const { sequence, stored_bytes } of chunks.slice(1)) {
      const member = bytes.slice(start, start += stored_bytes);
      assert.deepEqual(await eventsOf(member), makeEvents(sequence), name);
    }
    assert.equal(start, bytes.length, name);
  }
});

Deno.test("a chunk may be kept by the one who asked, and is not sent to who has it", async () => {
  const { owner, session_id } = await withChunks([0, 1]);
  for (const name of ["the REST path", "POST to the function", "functions.invoke()"]) {
    const way = ways[name]!;
    const asked = { session_id, tab: "main", sequence: 0, through: 1 };
    const { headers } = await way(owner, asked);
    assert.equal(
      headers?.get("cache-control"),
      "private, max-age=31536000, immutable",
      name,
    );
    assert.equal(headers?.get("vary"), "authorization, apikey", name);
    const etag = headers?.get("etag") ?? "";
    assert.match(etag, /^"[0-9a-f]{32}"$/, name);
    for (const has of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const again = await way(owner, asked, { "if-none-match": has });
      assert.deepEqual([again.status, again.bytes.length], [304, 0], name);
      assert.equal(again.headers?.get("etag"), etag, name);
    }
    const other = await way(owner, asked, { "if-none-match": '"other"' });
    assert.equal(other.status, 200, name);
  }
});

Deno.test("where a chunk is missing the answer is asked for again, and changes when it comes", async () => {
  const { owner, session_id } = await withChunks([0, 2]);
  const asked = { session_id, tab: "main", sequence: 0, through: 2 };
  const way = ways["the REST path"]!;
  const before = await way(owner, asked);
  assert.equal(before.headers?.get("cache-control"), "private, no-cache");
  await recordBatches(owner, session_id, [1]);
  const has = { "if-none-match": before.headers?.get("etag") ?? "" };
  const after = await way(owner, asked, has);
  assert.equal(after.status, 200);
  assert.deepEqual(gunzipSync(after.bytes).toString().trimEnd().split("\n").length, 9);
});

Deno.test("visual-chunk refuses in every way what is not there", async () => {
  const { owner, session_id } = await withChunks([0]);
  for (const [name, way] of Object.entries(ways)) {
    for (
      const [asked, status] of [
        [{ session_id, tab: "main", sequence: 1 }, 404],
        [{ session_id, tab: "other", sequence: 0, through: 9 }, 404],
        [{ session_id: "session-unknown", tab: "main", sequence: 0 }, 404],
        [{ session_id, tab: "main", sequence: 1, through: 0 }, 400],
      ] as const
    ) {
      assert.equal((await way(owner, asked)).status, status, `${name} ${JSON.stringify(asked)}`);
    }
  }
});

Deno.test("rpc() gives the same in base64, to the service too", async () => {
  const { owner, session_id, execution_id } = await withChunks([0]);
  const asked = { session_id, tab: "main", sequence: 0 };
  for (
    const [client, more] of [
      [owner.client, {}],
      [service().client, {}],
      [service().client, { user_id: owner.userId }],
    ] as const
  ) {
    const { data } = await client.rpc("visual_chunk", { ...asked, ...more }).throwOnError();
    assert.deepEqual([data.execution_id, data.chunks, data.complete], [execution_id, 1, true]);
    const bytes = Uint8Array.from(atob(data.content), (c) => c.charCodeAt(0));
    assert.deepEqual(await eventsOf(bytes), makeEvents(0));
  }
});
