import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { makeBatch } from "./make-batch.ts";

const T = Date.UTC(2026, 0, 31);
const event = (type: number, at: number, data: unknown = {}) => ({ type, timestamp: T + at, data });
const iso = (at: number) => new Date(T + at).toISOString();

Deno.test("makeBatch() makes gzip of one line per event, with its digest and size", async () => {
  const events = [event(4, 0, { href: "é\n" }), event(2, 1, "\0\ud800")];
  const batch = await makeBatch(events);
  const lines = gunzipSync(Buffer.from(batch.content, "base64"));
  assert.deepEqual(lines.toString().trimEnd().split("\n").map((line) => JSON.parse(line)), events);
  assert.equal(batch.bytes, lines.length);
  assert.equal(batch.digest, createHash("sha256").update(lines).digest("hex"));
  assert.equal(batch.events, 2);
});

Deno.test("makeBatch() gives the same digest for the same events, however they were written", async () => {
  const text = '{ "type": 3,  "timestamp": 1.7e12, "data": {"a": "\\u0041"} }';
  const [one, other] = await Promise.all([
    makeBatch([JSON.parse(text)]),
    makeBatch([{ type: 3, timestamp: 1700000000000, data: { a: "A" } }]),
  ]);
  assert.equal(one.digest, other.digest);
});

Deno.test("makeBatch() tells times, snapshots, orphans and clock jumps", async () => {
  const { first_event_at, last_event_at, snapshot_at, orphan_mutations, clock_jumps } =
    await makeBatch([
      event(3, 50),
      event(4, 60),
      event(2, 70),
      event(3, 90),
      event(3, 20),
      event(2, 80),
      event(3, 85),
    ]);
  assert.deepEqual(
    { first_event_at, last_event_at, snapshot_at, orphan_mutations, clock_jumps },
    {
      first_event_at: iso(20),
      last_event_at: iso(90),
      snapshot_at: iso(80),
      orphan_mutations: 1,
      clock_jumps: 1,
    },
  );
});

Deno.test("makeBatch() of no events is empty, and has no times", async () => {
  const { content, digest: _, ...told } = await makeBatch([]);
  assert.equal(gunzipSync(Buffer.from(content, "base64")).length, 0);
  assert.deepEqual(told, {
    events: 0,
    bytes: 0,
    first_event_at: null,
    last_event_at: null,
    snapshot_at: null,
    orphan_mutations: 0,
    clock_jumps: 0,
  });
});
