import assert from "node:assert/strict";
import { contract } from "../contract.ts";
import { endpoint } from "../endpoint.ts";
import { startFakeProject } from "../testing/fake-project.ts";
import { makeBatch } from "./make-batch.ts";
import { recordVisualEvents } from "./record-visual-events.ts";

const record = endpoint(contract.recordVisualEvents, recordVisualEvents);
const events = [{ type: 2, timestamp: 1769851860500, data: {} }];

async function send(query: string, type: string, body: string) {
  await using project = await startFakeProject();
  project.answer = () => Response.json({ stored: true });
  const response = await record(
    new Request(`http://localhost/record-visual-events${query}`, {
      method: "POST",
      headers: { "authorization": `Bearer ${await project.token()}`, "content-type": type },
      body,
    }),
  );
  const call = project.calls[0]?.text;
  return { status: response.status, body: await response.json(), call: call && JSON.parse(call) };
}

Deno.test("recordVisualEvents calls once with the batch, whichever way it came", async () => {
  const json = JSON.stringify({ session_id: "s", sequence: 3, final: true, events });
  const expected = { session_id: "s", sequence: 3, tab: "main", is_final: true };
  for (
    const { status, body, call } of [
      await send("", "application/json", json),
      await send(
        "?session_id=s&sequence=3&final=true",
        "application/x-ndjson",
        JSON.stringify(events[0]),
      ),
    ]
  ) {
    assert.deepEqual([status, body], [200, {
      success: true,
      stored: true,
      message: "Events recorded.",
    }]);
    assert.deepEqual(call, { ...expected, ...await makeBatch(events) });
  }
});

Deno.test("recordVisualEvents calls nobody when an event is none", async () => {
  const { status, body, call } = await send(
    "?session_id=s&sequence=3",
    "application/x-ndjson",
    `${JSON.stringify(events[0])}\n{"type":9}\n`,
  );
  assert.deepEqual([status, body.code, call], [400, "invalid_parameter", undefined]);
  assert.match(body.message, /^events\[1\]\.type must be/);
});
