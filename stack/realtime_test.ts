import assert from "node:assert/strict";
import { createClient, type RealtimeChannel, type SupabaseClient } from "@supabase/supabase-js";
import postgres from "postgres";
import { createAccessTokens } from "./auth/access-tokens.ts";
import { devKeys } from "./keys.ts";
import { startRealtime } from "./realtime.ts";
import { startTestDatabase } from "./start-test-database.ts";

const ALICE = "11111111-1111-4111-8111-111111111111";
const BOB = "22222222-2222-4222-8222-222222222222";

const tokens = await createAccessTokens(devKeys);
const database = await startTestDatabase();
const admin = postgres(database.url("supabase_admin"), { onnotice: () => {} });
const logs: string[] = [];
await admin`
  insert into realtime.messages (topic, extension, inserted_at)
  select 'kept for three days', 'broadcast', localtimestamp - hours * interval '1 hour'
  from unnest(array[0, 71, 73, 1000]) as hours`;
const realtime = await startRealtime({
  databaseUrl: database.url("supabase_realtime_admin"),
  keys: devKeys,
  verifyJwt: async (token) => {
    const result = await tokens.verify(token);
    return result.ok ? result.claims : null;
  },
  onLog: (line) => logs.push(line),
});
const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  (req) => realtime.handle(req),
);
const url = `http://127.0.0.1:${server.addr.port}`;

Deno.test.afterAll(async () => {
  await realtime.stop();
  await admin.end();
  await server.shutdown();
  await database.stop();
});

// user:<id> may be heard by that user; room:* by all who are signed in, who may also speak there;
// readonly:* may only be heard; left:* is open to everyone in the table `guests`.
await admin.unsafe(`
  create table public.guests (id text primary key);
  create function public.caller() returns text stable language sql as
    $$ select current_setting('request.jwt.claims', true)::json ->> 'sub' $$;
  create policy "owners hear their topic" on realtime.messages for select to authenticated
    using (realtime.topic() = 'user:' || public.caller() and extension = 'broadcast');
  create policy "users hear rooms" on realtime.messages for select to authenticated
    using (realtime.topic() like 'room:%' or realtime.topic() like 'readonly:%');
  create policy "users speak in rooms" on realtime.messages for insert to authenticated
    with check (realtime.topic() like 'room:%' and extension = 'broadcast');
  create policy "guests hear" on realtime.messages for select to authenticated
    using (realtime.topic() like 'left:%'
      and exists (select from public.guests where id = public.caller()));
  create function public.mistake() returns boolean stable language plpgsql as $$
    begin
      return realtime.topic() like 'broken:%' and 1 / 0 = 1;
    end $$;
  create policy "a mistake" on realtime.messages for select to authenticated
    using (public.mistake());
`);

const clients: SupabaseClient[] = [];
let counter = 0;
const unique = (prefix: string) => `${prefix}:${++counter}`;

async function tokenOf(sub: string, seconds = 600): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return await tokens.sign({ sub, role: "authenticated", aud: "authenticated", exp });
}

/** A supabase-js client that is signed in when a token is given; `renew` gives it another. */
async function clientOf(token?: string, key = devKeys.publishable) {
  let current = token;
  const client = createClient(url, key, { accessToken: () => Promise.resolve(current ?? null) });
  clients.push(client);
  await client.realtime.setAuth();
  return Object.assign(client, {
    renew(token: string) {
      current = token;
      return client.realtime.setAuth();
    },
  });
}

/** Resolves with the first status other than waiting. */
function subscribe(channel: RealtimeChannel): Promise<{ status: string; reason: string }> {
  return new Promise((resolve) =>
    channel.subscribe((status, error) => resolve({ status, reason: error?.message ?? "" }))
  );
}

async function join(...channels: RealtimeChannel[]): Promise<void> {
  for (const channel of channels) {
    assert.deepEqual(await subscribe(channel), { status: "SUBSCRIBED", reason: "" });
  }
}

function received(channel: RealtimeChannel, event = "*"): Record<string, unknown>[] {
  const messages: Record<string, unknown>[] = [];
  channel.on("broadcast", { event }, (message) => messages.push(message));
  return messages;
}

async function eventually(check: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail(what);
}

/** Long enough for a message that should not come. */
const silence = () => new Promise((resolve) => setTimeout(resolve, 300));

/** supabase-js keeps timers and sockets; all clients are closed at the end of each test. */
function test(name: string, body: () => Promise<void>) {
  Deno.test({
    name,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      try {
        await body();
      } finally {
        await Promise.all(clients.splice(0).map((client) => client.removeAllChannels()));
      }
    },
  });
}

test("a private channel admits whom a select policy of realtime.messages admits", async () => {
  const alice = await clientOf(await tokenOf(ALICE));
  await join(alice.channel(`user:${ALICE}`, { config: { private: true } }));
  const foreign = await subscribe(alice.channel(`user:${BOB}`, { config: { private: true } }));
  assert.equal(foreign.status, "CHANNEL_ERROR");
  assert.match(foreign.reason, /Unauthorized: You do not have permissions to read/);
});

test("a private channel refuses a caller who is not signed in", async () => {
  const topic = unique("room");
  const anonymous = await clientOf();
  const { status } = await subscribe(anonymous.channel(topic, { config: { private: true } }));
  assert.equal(status, "CHANNEL_ERROR");
});

test("the secret key bypasses the policies", async () => {
  const service = await clientOf(undefined, devKeys.secret);
  await join(service.channel(`user:${BOB}`, { config: { private: true } }));
});

test("a forged and an expired token are refused, on public channels too", async () => {
  const good = await tokenOf(ALICE);
  for (const token of [good.slice(0, -6) + "AAAAAA", await tokenOf(ALICE, -5), "a.b.c"]) {
    const client = await clientOf(token);
    const { status, reason } = await subscribe(client.channel(unique("any")));
    assert.equal(status, "CHANNEL_ERROR");
    assert.match(reason, /InvalidJWTToken/);
  }
});

test("a token that names another database role is refused", async () => {
  const exp = Math.floor(Date.now() / 1000) + 60;
  const client = await clientOf(await tokens.sign({ role: "supabase_admin", sub: ALICE, exp }));
  const channel = client.channel(`user:${ALICE}`, { config: { private: true } });
  assert.equal((await subscribe(channel)).status, "CHANNEL_ERROR");
});

test("a policy that fails refuses, and the log says why", async () => {
  const client = await clientOf(await tokenOf(ALICE));
  const channel = client.channel(unique("broken"), { config: { private: true } });
  assert.equal((await subscribe(channel)).status, "CHANNEL_ERROR");
  assert.ok(logs.some((line) => /^realtime \| .*broken:.*division by zero/.test(line)));
});

test("messages older than three days are removed at the start, as on hosted projects", async () => {
  const left = await admin`select topic from realtime.messages`;
  assert.equal(left.length, 2);
  await admin`delete from realtime.messages`;
});

test("joining leaves no row in realtime.messages", async () => {
  const alice = await clientOf(await tokenOf(ALICE));
  await join(alice.channel(`user:${ALICE}`, { config: { private: true } }));
  const rows = await admin`select topic from realtime.messages`;
  assert.equal(rows.length, 0);
});

test("realtime.send() reaches the subscribers of its topic only, with the row's id", async () => {
  const topic = unique("room");
  const alice = await clientOf(await tokenOf(ALICE));
  const here = alice.channel(topic, { config: { private: true } });
  const there = alice.channel(unique("room"), { config: { private: true } });
  const [heard, elsewhere] = [received(here), received(there)];
  await join(here, there);
  await admin`select realtime.send('{"a": 1, "id": "x"}', 'saved', ${topic})`;
  await eventually(() => heard.length === 1, "nothing arrived");
  const [message] = heard;
  assert.equal(message?.event, "saved");
  assert.deepEqual(message?.payload, { a: 1, id: "x" });
  const [row] = await admin`select id from realtime.messages where topic = ${topic}`;
  assert.deepEqual(message?.meta, { id: row?.id });
  assert.equal(elsewhere.length, 0);
});

test("realtime.send() to a public topic does not reach the private one of that name", async () => {
  const topic = unique("room");
  const alice = await clientOf(await tokenOf(ALICE));
  const bob = await clientOf();
  const [hidden, open] = [alice.channel(topic, { config: { private: true } }), bob.channel(topic)];
  const [heardHidden, heardOpen] = [received(hidden), received(open)];
  await join(hidden, open);
  await admin`select realtime.send('{"a": 1}', 'open', ${topic}, false)`;
  await admin`select realtime.send('{"a": 2}', 'hidden', ${topic}, true)`;
  await eventually(() => heardHidden.length === 1 && heardOpen.length === 1, "not both arrived");
  await silence();
  assert.deepEqual([heardHidden, heardOpen].map((m) => m.map(({ event }) => event)), [
    ["hidden"],
    ["open"],
  ]);
});

test("what a rolled back transaction sends is never delivered, the rest in order", async () => {
  const topic = unique("room");
  const client = await clientOf(await tokenOf(ALICE));
  const channel = client.channel(topic, { config: { private: true } });
  const heard = received(channel);
  await join(channel);
  await admin.begin(async (tx) => {
    await tx`select realtime.send('{"n": 0}', 'e', ${topic})`;
    throw new Error("undo");
  }).catch(() => {});
  await admin`
    select realtime.send(jsonb_build_object('n', n), 'e', ${topic}) from generate_series(1, 500) n`;
  await eventually(() => heard.length === 500, "not all arrived");
  const numbers = heard.map(({ payload }) => (payload as { n: number }).n);
  assert.deepEqual(numbers, Array.from({ length: 500 }, (_, at) => at + 1));
});

test("realtime.broadcast_changes() in a trigger tells operation, table and both records", async () => {
  const topic = unique("room");
  await admin.unsafe(`
    create table public.things (id int, name text);
    create function public.tell() returns trigger language plpgsql security definer as $$
    begin
      perform realtime.broadcast_changes(
        '${topic}', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
    create trigger tell after insert or update on public.things
      for each row execute function public.tell();
  `);
  const client = await clientOf(await tokenOf(ALICE));
  const channel = client.channel(topic, { config: { private: true } });
  const heard = received(channel, "UPDATE");
  await join(channel);
  await admin`insert into public.things values (1, 'a')`;
  await admin`update public.things set name = 'b'`;
  await eventually(() => heard.length === 1, "nothing arrived");
  const { id: _, ...payload } = heard[0]?.payload as Record<string, unknown>;
  assert.deepEqual(payload, {
    operation: "UPDATE",
    schema: "public",
    table: "things",
    record: { id: 1, name: "b" },
    old_record: { id: 1, name: "a" },
  });
});

test("a broadcast from the database arrives within 25 ms, by the median", async () => {
  const topic = unique("room");
  const client = await clientOf(await tokenOf(ALICE));
  const channel = client.channel(topic, { config: { private: true } });
  let arrived = () => {};
  channel.on("broadcast", { event: "*" }, () => arrived());
  await join(channel);
  const times: number[] = [];
  for (let round = 0; round < 31; round++) {
    const arrival = new Promise<void>((resolve) => arrived = resolve);
    const since = performance.now();
    await admin`select realtime.send('{}', 'e', ${topic})`;
    await arrival;
    times.push(performance.now() - since);
  }
  times.sort((a, b) => a - b);
  assert.ok((times[15] ?? Infinity) < 25, `median ${times[15]} ms`);
});

test("clients speak to each other where the insert policy lets them, JSON and bytes", async () => {
  const topic = unique("room");
  const config = { private: true, broadcast: { ack: true } };
  const alice = (await clientOf(await tokenOf(ALICE))).channel(topic, { config });
  const bob = (await clientOf(await tokenOf(BOB))).channel(topic, { config });
  const [heardAlice, heardBob] = [received(alice), received(bob)];
  await join(alice, bob);
  const hello = { type: "broadcast", event: "grüße", payload: { text: "ä€" } } as const;
  assert.equal(await alice.send(hello), "ok");
  const bytes = new Uint8Array([0, 255, 7]).buffer;
  assert.equal(await alice.send({ type: "broadcast", event: "raw", payload: bytes }), "ok");
  await eventually(() => heardBob.length === 2, "not both arrived");
  assert.deepEqual(heardBob[0], hello);
  assert.deepEqual(
    new Uint8Array(heardBob[1]?.payload as ArrayBuffer),
    new Uint8Array([0, 255, 7]),
  );
  assert.equal(heardAlice.length, 0);
});

test("a sender who asks for it hears itself", async () => {
  const client = await clientOf();
  const channel = client.channel(unique("open"), { config: { broadcast: { self: true } } });
  const heard = received(channel);
  await join(channel);
  await channel.send({ type: "broadcast", event: "echo", payload: { a: 1 } });
  await eventually(() => heard.length === 1, "nothing arrived");
});

test("a client's broadcast without the insert policy is dropped without an answer", async () => {
  const topic = unique("readonly");
  const config = { private: true, broadcast: { ack: true } };
  const alice = (await clientOf(await tokenOf(ALICE))).channel(topic, { config });
  const bob = (await clientOf(await tokenOf(BOB))).channel(topic, { config });
  const heard = received(bob);
  await join(alice, bob);
  const said = alice.send({ type: "broadcast", event: "e", payload: {} }, { timeout: 300 });
  assert.equal(await said, "timed out");
  assert.equal(heard.length, 0);
});

test("a renewed token keeps the channel, one that lost the permission closes it", async () => {
  await admin`insert into public.guests values (${ALICE})`;
  const topic = unique("left");
  const client = await clientOf(await tokenOf(ALICE, 500));
  const channel = client.channel(topic, { config: { private: true } });
  const heard = received(channel);
  const statuses: string[] = [];
  const systems: string[] = [];
  channel.on("system", {}, (payload) => systems.push(payload.message));
  channel.subscribe((status) => statuses.push(status));
  await eventually(() => statuses.length === 1, "not joined");
  await client.renew(await tokenOf(ALICE, 510));
  await silence();
  await admin`select realtime.send('{}', 'still here', ${topic})`;
  await eventually(() => heard.length === 1, "closed too early");
  await admin`delete from public.guests`;
  await client.renew(await tokenOf(ALICE, 520));
  await eventually(() => statuses.length === 2, "not closed");
  assert.deepEqual(statuses, ["SUBSCRIBED", "CLOSED"]);
  assert.match(systems[0] ?? "", /no longer have permission to read/);
});

test("a channel closes when its token expires", async () => {
  const client = await clientOf(await tokenOf(ALICE, 2));
  const channel = client.channel(`user:${ALICE}`, { config: { private: true } });
  const statuses: string[] = [];
  channel.subscribe((status) => statuses.push(status));
  await eventually(() => statuses.includes("CLOSED"), "not closed");
  assert.deepEqual(statuses, ["SUBSCRIBED", "CLOSED"]);
});

test("leaving ends delivery, and the topic can be joined again", async () => {
  const topic = unique("room");
  const client = await clientOf(await tokenOf(ALICE));
  const first = client.channel(topic, { config: { private: true } });
  const heard = received(first);
  await join(first);
  assert.equal(await client.removeChannel(first), "ok");
  const second = client.channel(topic, { config: { private: true } });
  const heardAgain = received(second);
  await join(second);
  await admin`select realtime.send('{}', 'e', ${topic})`;
  await eventually(() => heardAgain.length === 1, "nothing arrived");
  assert.equal(heard.length, 0);
});

test("row changes and presence, which are not provided, are refused by name", async () => {
  const client = await clientOf();
  const changes = client.channel(unique("changes"))
    .on("postgres_changes", { event: "*", schema: "public" }, () => {});
  assert.match((await subscribe(changes)).reason, /no postgres_changes/);
  const presence = client.channel(unique("presence")).on("presence", { event: "sync" }, () => {});
  assert.match((await subscribe(presence)).reason, /no presence/);
});

test("handle() refuses plain requests, unknown keys and other protocol versions", async () => {
  const ask = async (query: string, upgrade: boolean) => {
    const headers = upgrade ? { upgrade: "websocket", connection: "upgrade" } : undefined;
    const res = realtime.handle(new Request(`${url}/realtime/v1/websocket?${query}`, { headers }));
    await res.body?.cancel();
    return res.status;
  };
  const key = `apikey=${devKeys.publishable}`;
  assert.equal(await ask(`${key}&vsn=2.0.0`, false), 426);
  assert.equal(await ask("vsn=2.0.0", true), 401);
  assert.equal(await ask("apikey=sb_publishable_wrong&vsn=2.0.0", true), 401);
  assert.equal(await ask(`${key}&vsn=1.0.0`, true), 400);
});

test("a payload from the database is sent digit by digit", async () => {
  const topic = unique("open");
  const socket = new WebSocket(`${url}?apikey=${devKeys.publishable}&vsn=2.0.0`);
  const frames: string[] = [];
  socket.onmessage = ({ data }) => frames.push(data);
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send(JSON.stringify(["1", "1", `realtime:${topic}`, "phx_join", {}]));
  await eventually(() => frames.length === 1, "not joined");
  await admin`select realtime.send('{"n": 12345678901234567890.50}', 'e', ${topic}, false)`;
  await eventually(() => frames.length === 2, "nothing arrived");
  assert.match(frames[1] ?? "", /"n": 12345678901234567890\.50,/);
  socket.close();
});

test("heartbeats are answered, and messages to topics not joined are errors", async () => {
  const socket = new WebSocket(`${url}?apikey=${devKeys.publishable}&vsn=2.0.0`);
  const answers: unknown[] = [];
  socket.onmessage = ({ data }) => answers.push(JSON.parse(data));
  await new Promise((resolve) => socket.onopen = resolve);
  socket.send(JSON.stringify([null, "1", "phoenix", "heartbeat", {}]));
  socket.send(JSON.stringify(["9", "2", "realtime:nowhere", "broadcast", {}]));
  await eventually(() => answers.length === 2, "no answers");
  assert.deepEqual(answers, [
    [null, "1", "phoenix", "phx_reply", { status: "ok", response: {} }],
    ["9", "2", "realtime:nowhere", "phx_reply", {
      status: "error",
      response: { reason: "unmatched topic" },
    }],
  ]);
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  socket.send("not json");
  assert.equal((await closed).code, 1003);
});

test("the stream from the database is picked up again when its connection breaks", async () => {
  const topic = unique("room");
  const client = await clientOf(await tokenOf(ALICE));
  const channel = client.channel(topic, { config: { private: true } });
  const heard = received(channel);
  await join(channel);
  await admin`select pg_terminate_backend(active_pid) from pg_replication_slots`;
  await eventually(() => logs.some((line) => /is connected again/.test(line)), "loss not noticed");
  const sending = setInterval(
    () => admin`select realtime.send('{}', 'e', ${topic})`.execute(),
    100,
  );
  await eventually(() => heard.length > 0, "not picked up");
  clearInterval(sending);
});

test("startRealtime() fails with the reason when it may not read the log", async () => {
  const databaseUrl = database.url("authenticator");
  await assert.rejects(
    startRealtime({
      databaseUrl,
      keys: devKeys,
      verifyJwt: () => Promise.resolve(null),
      onLog: () => {},
    }),
    /Broadcasts cannot be followed: .*WAL sender/,
  );
});

test("stop() closes the clients and leaves no slot and no connection behind", async () => {
  const socket = new WebSocket(`${url}?apikey=${devKeys.publishable}&vsn=2.0.0`);
  await new Promise((resolve) => socket.onopen = resolve);
  const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
  await realtime.stop();
  assert.equal((await closed).code, 1001);
  await eventually(async () => {
    const left = await admin`
      select slot_name from pg_replication_slots
      union all
      select application_name from pg_stat_activity where usename = 'supabase_realtime_admin'`;
    return left.length === 0;
  }, "a slot or a connection is left");
});
