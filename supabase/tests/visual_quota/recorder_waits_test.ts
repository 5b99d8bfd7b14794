import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import { HeldBytes } from "../../../client/playwright/held-bytes.ts";
import { isPassing } from "../../../client/playwright/is-passing.ts";
import { type SealedBatch, UploadQueue } from "../../../client/playwright/upload-queue.ts";
import { makeWorkflow, signUp } from "../actors.ts";
import { setQuotas } from "../quotas.ts";
import { request } from "../request.ts";
import { makeEvents, makeSession, recordBatches } from "../visual.ts";

Deno.test("a recorder that is too fast keeps its batches until they are taken", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  await setQuotas(owner, { visual_events_per_second: 10 });
  const runtrail = createRuntrailClient(owner.client);
  const waits: number[] = [];
  const given = { dropped: 0, refused: 0, taken: 0 };
  const uploads = new UploadQueue({
    ...{ held: new HeldBytes(1e6), firstPause: 1, signal: new AbortController().signal },
    send: ({ count: _, text, ...batch }) => {
      const events = text.split("\n").map((line) => JSON.parse(line));
      return runtrail.recordVisualEvents({ session_id, ...batch, events }, { retry: false });
    },
    isPassing: (error) => isPassing(error, false),
    taken: () => void given.taken++,
    dropped: (count) => void (given.dropped += count),
    refused: () => void given.refused++,
    failed: (error) => {
      const { status, retryAfter } = error as { status: number; retryAfter: number };
      assert.equal(status, 429);
      waits.push(retryAfter);
    },
  });
  // The second comes while the first is not made up for, the third while the second is not.
  for (const sequence of [0, 1, 2]) uploads.push(sealed(sequence, 25));
  await uploads.idle();
  assert.deepEqual(given, { dropped: 0, refused: 0, taken: 3 });
  assert.ok(waits.length >= 1 && waits.every((seconds) => seconds >= 1), `${waits}`);
  const { data } = await owner.client.from("visual_recordings").select("events, missing_chunks")
    .eq("session_id", session_id).single().throwOnError();
  assert.deepEqual(data, { events: 75, missing_chunks: 0 });
});

Deno.test("page events that come too fast are 429 with Retry-After", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  await setQuotas(owner, { visual_events_per_second: 1 });
  const first = await request("POST", `/workflows/visual/${session_id}/events`, {
    headers: owner.headers,
    json: { sequence: 0, events: makeEvents(0, 1000) },
  });
  assert.equal(first.status, 200);
  const { status, headers, fields } = await request(
    "POST",
    `/workflows/visual/${session_id}/events`,
    { headers: owner.headers, json: { sequence: 1, events: makeEvents(1) } },
  );
  assert.deepEqual([status, fields.code], [429, "quota_exceeded"]);
  const seconds = Number(headers.get("retry-after"));
  assert.ok(seconds > 900 && seconds <= 1000, `${seconds}`);
  assert.equal(
    headers.get("ratelimit-policy"),
    '"visual_events_per_second";q=1;w=1;runtrail-unit="events"',
  );
});

Deno.test("page events of an account that stores as much as it may are 507", async () => {
  const owner = await signUp();
  const { session_id } = await makeSession(owner, await makeWorkflow(owner));
  await recordBatches(owner, session_id, [0]);
  await setQuotas(owner, { stored_bytes: 0 });
  const { status, headers, fields } = await request(
    "POST",
    `/workflows/visual/${session_id}/events`,
    { headers: owner.headers, json: { sequence: 1, events: makeEvents(1) } },
  );
  assert.deepEqual([status, fields.code], [507, "storage_quota_exceeded"]);
  assert.equal(headers.get("retry-after"), null);
  await recordBatches(owner, session_id, [0]);
});

function sealed(sequence: number, count: number): SealedBatch {
  const text = makeEvents(sequence, count).map((event) => JSON.stringify(event)).join("\n");
  return { sequence, event_offset: 0, final: false, count, text };
}
