import assert from "node:assert/strict";
import { createRuntrailClient, RuntrailError } from "./mod.ts";

const workflow_id = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const soon = { firstSeconds: 0.001 };

type Answer = () => Response;

/** A client whose project gives these answers, one after the other; and the bodies it received. */
function clientOf(...answers: Answer[]) {
  const bodies: Record<string, unknown>[] = [];
  const client = createRuntrailClient({
    url: "http://localhost",
    key: "k",
    fetch: (_url, init) => {
      bodies.push(JSON.parse(`${init?.body}`));
      const answer = answers.shift() ?? fine;
      return new Promise((resolve) => resolve(answer()));
    },
  }, { retry: soon });
  return { client, bodies };
}

const fine = () => Response.json({ success: true, message: "Done." });
const nothing = (): Response => {
  throw new TypeError("connection reset");
};
const refused = (status: number, retryAfter?: string) => () =>
  Response.json({ success: false, code: "database_unavailable", message: "Later." }, {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  });

async function errorOf(call: Promise<unknown>): Promise<RuntrailError> {
  const error = await call.then(() => null, (thrown) => thrown);
  assert.ok(error instanceof RuntrailError, `${error}`);
  return error;
}

Deno.test("a call is made again after no answer, 408, 429, 502, 503 and 504, unchanged", async () => {
  for (const failure of [nothing, ...[408, 429, 502, 503, 504].map((status) => refused(status))]) {
    const { client, bodies } = clientOf(failure, failure);
    await client.createExecution({ workflow_id });
    assert.equal(bodies.length, 3);
    assert.match(`${bodies[0]?.idempotency_key}`, /^[0-9a-f-]{36}$/);
    assert.deepEqual(bodies[1], bodies[0]);
    assert.deepEqual(bodies[2], bodies[0]);
  }
});

Deno.test("an answer that breaks off is no answer", async () => {
  const broken = () =>
    new Response(new ReadableStream({ pull: (stream) => stream.error(new Error("reset")) }));
  const { client, bodies } = clientOf(broken);
  await client.activeExecutions();
  assert.equal(bodies.length, 2);
});

Deno.test("a refusal is not tried again, nor is anything more often than it may", async () => {
  for (const [failure, attempts] of [[refused(400), 1], [refused(500), 1], [nothing, 5]] as const) {
    const { client, bodies } = clientOf(...Array(9).fill(failure));
    await errorOf(client.activeExecutions());
    assert.equal(bodies.length, attempts);
  }
});

Deno.test("keys and ids of the caller stay; each item and each line gets one of its own", async () => {
  const { client, bodies } = clientOf();
  await client.createExecutions({
    executions: [{ workflow_id, idempotency_key: "mine" }, { workflow_id }, { workflow_id }],
  });
  const items = bodies[0]?.executions as { idempotency_key: string }[];
  assert.equal(items[0]?.idempotency_key, "mine");
  assert.equal(new Set(items.map(({ idempotency_key }) => idempotency_key)).size, 3);

  const execution_id = workflow_id;
  await client.updateExecution({ execution_id, append_logs: ["a", { message: "b", id: "mine" }] });
  const lines = bodies[1]?.append_logs as { message: string; id: string }[];
  assert.deepEqual(lines.map(({ message }) => message), ["a", "b"]);
  assert.match(`${lines[0]?.id}`, /^[0-9a-f-]{36}$/);
  assert.equal(lines[1]?.id, "mine");
  await client.updateExecutions({ executions: [{ execution_id, append_logs: ["c"] }] });
  assert.match(JSON.stringify(bodies[2]), /"message":"c","id":"/);
});

Deno.test("what cannot be repeated safely is made again after 429 only", async () => {
  const execution_id = workflow_id;
  const unsafe = [
    (of: ReturnType<typeof clientOf>) =>
      of.client.heartbeatExecution({ execution_id, message: "here" }),
    (of: ReturnType<typeof clientOf>) => of.client.deleteExecutions({ delete_all: true }),
  ];
  for (const call of unsafe) {
    const lost = clientOf(nothing);
    await errorOf(call(lost));
    assert.equal(lost.bodies.length, 1);
    const told = clientOf(refused(429));
    await call(told);
    assert.equal(told.bodies.length, 2);
  }
  const silent = clientOf(nothing);
  await silent.client.heartbeatExecution({ execution_id });
  assert.equal(silent.bodies.length, 2);
});

Deno.test("Retry-After is waited for, as seconds or as a date, unless it is too long", async () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  for (const asked of ["60", inAMinute]) {
    const { client, bodies } = clientOf(refused(503, asked));
    const error = await errorOf(client.activeExecutions());
    assert.ok(error.retryAfter !== null && error.retryAfter > 50 && error.retryAfter <= 60);
    assert.equal(bodies.length, 1);
  }
  const { client, bodies } = clientOf(refused(503, "60"));
  const stop = new AbortController();
  const call = client.activeExecutions({}, {
    signal: stop.signal,
    retry: { longestSeconds: 60 },
  });
  queueMicrotask(() => stop.abort());
  assert.equal((await errorOf(call)).status, 503);
  assert.equal(bodies.length, 1);
  const past = clientOf(refused(503, new Date(0).toUTCString()), refused(503, "0"));
  await past.client.activeExecutions();
  assert.equal(past.bodies.length, 3);
});

Deno.test("retry: false sends what it is given, once", async () => {
  const { client, bodies } = clientOf(nothing);
  await errorOf(client.createExecution({ workflow_id }, { retry: false }));
  assert.deepEqual(bodies, [{ workflow_id }]);
});
