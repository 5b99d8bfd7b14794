import assert from "node:assert/strict";
import {
  type Actor,
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  signUp,
  target,
} from "../actors.ts";
import { request } from "../request.ts";
import { makeScene, MARK, type Scene } from "./scene.ts";

/** What an owner's execution looks like, all of it. */
async function everythingOf({ owner, workflow_id }: Scene): Promise<unknown> {
  const { data } = await owner.client.from("workflows")
    .select(
      "*, workflow_settings(*), retention_policies(*), " +
        "workflow_executions(*, execution_events(*), visual_recordings(*, visual_chunks(*)))",
    )
    .eq("workflow_id", workflow_id)
    .throwOnError();
  assert.equal(data.length, 1);
  return data;
}

/** Sends a request to the tables as each outsider. */
async function asOutsiders(
  scene: Scene,
  send: (actor: Actor) => Promise<{ status: number; text: string; headers: Headers }>,
  check: (answer: { status: number; text: string; headers: Headers }, who: string) => void,
): Promise<void> {
  for (const [who, actor] of Object.entries(scene.outsiders)) {
    const answer = await send(actor);
    assert.ok(!answer.text.includes(MARK), `${who}: ${answer.text}`);
    if (who === "nobody") assert.equal(answer.status, 401, answer.text);
    else check(answer, who);
  }
}

const get =
  (path: string, headers: Record<string, string> = {}, method = "GET") => (actor: Actor) =>
    request(method, `${target.apiUrl}/rest/v1/${path}`, {
      headers: { ...actor.headers, ...headers },
    });

const change =
  (method: string, path: string, json: unknown, headers: Record<string, string> = {}) =>
  (actor: Actor) =>
    request(method, `${target.apiUrl}/rest/v1/${path}`, {
      headers: { ...actor.headers, prefer: "return=representation", ...headers },
      json,
    });

Deno.test("outsiders select no row of an owner's, by any filter", async () => {
  const scene = await makeScene();
  for (
    const path of [
      `workflow_executions?execution_id=eq.${scene.execution_id}`,
      `workflow_executions?workflow_id=eq.${scene.workflow_id}`,
      `workflow_executions?user_id=eq.${scene.owner.userId}`,
      `workflow_executions?owner_key=eq.${scene.owner.userId}`,
      `workflow_executions?session_id=eq.${scene.session_id}`,
      `workflow_executions?idempotency_key=eq.${scene.idempotency_key}`,
      `workflow_executions?tags=cs.{${MARK}}`,
      `workflow_executions?metadata->>mark=eq.${MARK}`,
      `workflow_executions?or=(error.eq.${MARK},inputs->>mark.eq.${MARK})`,
      `workflow_executions?user_id=not.is.null&error=ilike.*${MARK.slice(3)}*`,
      `workflows?workflow_id=eq.${scene.workflow_id}`,
      `workflows?name=like.*owner-only`,
      `workflow_settings?workflow_id=eq.${scene.workflow_id}`,
      `execution_events?execution_id=eq.${scene.execution_id}`,
      `execution_events?message=eq.${MARK}`,
      `visual_recordings?execution_id=eq.${scene.execution_id}`,
      `visual_recordings?session_id=eq.${scene.session_id}`,
      `visual_recordings?owner_key=eq.${scene.owner.userId}`,
      `visual_chunks?execution_id=eq.${scene.execution_id}`,
      `visual_chunks?tab=eq.${MARK}`,
      `visual_chunks?select=content&owner_key=eq.${scene.owner.userId}`,
      `retention_policies?workflow_id=eq.${scene.workflow_id}`,
      `retention_policies?user_id=eq.${scene.owner.userId}`,
      `purges?workflow_id=eq.${scene.workflow_id}`,
      `purges?owner_key=eq.${scene.owner.userId}`,
    ]
  ) {
    await asOutsiders(scene, get(path), ({ status, text }, who) => {
      assert.equal(status, 200, `${who} ${path}: ${text}`);
      assert.deepEqual(JSON.parse(text), [], `${who} ${path}`);
    });
    const own = await get(path)(scene.owner);
    assert.ok(JSON.parse(own.text).length >= 1, `the owner sees nothing by ${path}: ${own.text}`);
  }
});

Deno.test("outsiders select nothing of an owner's by embedding, either way", async () => {
  const scene = await makeScene();
  for (
    const path of [
      `workflows?select=*,workflow_executions(*)&workflow_id=eq.${scene.workflow_id}`,
      `workflows?select=*,workflow_executions!inner(*)&workflow_executions.execution_id=eq.${scene.execution_id}`,
      `workflow_executions?select=*,workflows(*)&execution_id=eq.${scene.execution_id}`,
      `workflow_executions?select=*,workflows!inner(*),execution_events(*)&workflows.workflow_id=eq.${scene.workflow_id}`,
      `execution_events?select=*,workflow_executions(*,workflows(*))&execution_id=eq.${scene.execution_id}`,
      `workflow_executions?select=*,visual_recordings(*,visual_chunks(*))&execution_id=eq.${scene.execution_id}`,
      `visual_chunks?select=*,visual_recordings(*,workflow_executions(*))&execution_id=eq.${scene.execution_id}`,
    ]
  ) {
    await asOutsiders(scene, get(path), ({ status, text }, who) => {
      assert.equal(status, 200, `${who} ${path}: ${text}`);
      assert.deepEqual(JSON.parse(text), [], `${who} ${path}`);
    });
    const own = await get(path)(scene.owner);
    assert.ok(own.text.includes(MARK), `the owner sees nothing by ${path}: ${own.text}`);
  }
});

Deno.test("an owner's runs of a public workflow are not embedded for outsiders", async () => {
  const scene = await makeScene();
  const workflow_id = await makePublicWorkflow();
  await makeExecution(scene.owner, workflow_id, { metadata: { mark: MARK } });
  const path = `workflows?select=*,workflow_executions(*)&workflow_id=eq.${workflow_id}`;
  await asOutsiders(scene, get(path), ({ status, text }) => {
    assert.equal(status, 200);
    const [workflow] = JSON.parse(text);
    assert.equal(workflow.workflow_id, workflow_id);
    assert.deepEqual(workflow.workflow_executions, []);
  });
  assert.ok((await get(path)(scene.owner)).text.includes(MARK));
});

Deno.test("counts tell outsiders nothing, with GET and HEAD", async () => {
  const scene = await makeScene();
  for (
    const path of [
      `workflow_executions?select=execution_id&workflow_id=eq.${scene.workflow_id}`,
      `workflows?select=workflow_id&workflow_id=eq.${scene.workflow_id}`,
      `workflow_settings?select=workflow_id&workflow_id=eq.${scene.workflow_id}`,
      `execution_events?select=seq&execution_id=eq.${scene.execution_id}`,
      `visual_recordings?select=chunks&execution_id=eq.${scene.execution_id}`,
      `visual_chunks?select=sequence&execution_id=eq.${scene.execution_id}`,
    ]
  ) {
    for (const method of ["GET", "HEAD"]) {
      const count = get(path, { prefer: "count=exact" }, method);
      await asOutsiders(scene, count, ({ status, headers }, who) => {
        assert.equal(status, 200, `${who} ${method} ${path}`);
        assert.equal(headers.get("content-range"), "*/0", `${who} ${method} ${path}`);
      });
      const own = await count(scene.owner);
      assert.equal(own.headers.get("content-range"), "0-0/1", `${method} ${path}`);
    }
  }
});

Deno.test("outsiders change no row of an owner's", async () => {
  const scene = await makeScene();
  const before = await everythingOf(scene);
  const { execution_id, workflow_id, owner } = scene;
  for (
    const [path, json] of [
      [`workflow_executions?execution_id=eq.${execution_id}`, { progress: 99 }],
      [`workflow_executions?execution_id=eq.${execution_id}`, { status: "cancelled" }],
      [`workflow_executions?user_id=eq.${owner.userId}`, { tags: ["mine now"] }],
      [`workflows?workflow_id=eq.${workflow_id}`, { name: "mine now" }],
      [`workflow_settings?workflow_id=eq.${workflow_id}`, { ends_stuck_runs: false }],
      [`workflow_executions?execution_id=eq.${execution_id}`, { held: true }],
      [`workflows?owner_id=eq.${owner.userId}`, { archived_at: "2026-01-01T00:00:00Z" }],
      [`retention_policies?user_id=eq.${owner.userId}`, { failed_days: 1 }],
    ] as const
  ) {
    await asOutsiders(scene, change("PATCH", path, json), ({ status, text }, who) => {
      assert.equal(status, 200, `${who} ${path}: ${text}`);
      assert.deepEqual(JSON.parse(text), [], `${who} ${path}`);
    });
  }
  assert.deepEqual(await everythingOf(scene), before);
});

Deno.test("outsiders delete and take over nothing", async () => {
  const scene = await makeScene();
  const before = await everythingOf(scene);
  const { execution_id, workflow_id } = scene;
  const merged = { prefer: "resolution=merge-duplicates" };
  for (
    const send of [
      get(`workflows?workflow_id=eq.${workflow_id}`, {}, "DELETE"),
      get(`execution_events?execution_id=eq.${execution_id}`, {}, "DELETE"),
      change("PATCH", `execution_events?execution_id=eq.${execution_id}`, { message: "x" }),
      get(`visual_recordings?execution_id=eq.${execution_id}`, {}, "DELETE"),
      get(`visual_chunks?execution_id=eq.${execution_id}`, {}, "DELETE"),
      change("PATCH", `visual_recordings?execution_id=eq.${execution_id}`, { chunks: 0 }),
      change("PATCH", `visual_chunks?execution_id=eq.${execution_id}`, { content: "\\x00" }),
      change("POST", "visual_recordings", { execution_id, session_id: scene.session_id }, merged),
      change("POST", "workflows", { workflow_id, name: "mine now" }, merged),
      change("POST", "workflow_executions", { execution_id, workflow_id }, merged),
      change("POST", "workflow_settings", { workflow_id, ends_stuck_runs: false }, merged),
      get(`workflow_settings?workflow_id=eq.${workflow_id}`, {}, "DELETE"),
    ]
  ) {
    await asOutsiders(scene, send, ({ status, text }, who) => {
      assert.equal(status, 403, `${who}: ${text}`);
      assert.equal(JSON.parse(text).code, "42501", who);
    });
  }
  for (
    const path of [
      `workflow_executions?execution_id=eq.${execution_id}`,
      `retention_policies?workflow_id=eq.${workflow_id}`,
    ]
  ) {
    const remove = get(path, { prefer: "return=representation" }, "DELETE");
    await asOutsiders(scene, remove, ({ status, text }, who) => {
      assert.equal(status, 200, `${who}: ${text}`);
      assert.deepEqual(JSON.parse(text), [], who);
    });
  }
  assert.deepEqual(await everythingOf(scene), before);
});

Deno.test("outsiders add nothing to what an owner has", async () => {
  const scene = await makeScene();
  const before = await everythingOf(scene);
  const { execution_id, workflow_id } = scene;
  const event = change("POST", "execution_events", { execution_id, message: "was here" });
  await asOutsiders(scene, event, ({ status, text }) => {
    assert.equal(status, 404);
    assert.equal(JSON.parse(text).message, "execution_not_found");
  });
  const chunk = change("POST", "visual_chunks", { execution_id, tab: "main", sequence: 0 });
  await asOutsiders(scene, chunk, ({ status, text }) => {
    assert.equal(status, 404);
    assert.equal(JSON.parse(text).message, "visual_session_not_found");
  });
  const run = change("POST", "workflow_executions", { workflow_id });
  await asOutsiders(scene, run, ({ status, text }) => {
    assert.equal(status, 404);
    assert.equal(JSON.parse(text).message, "workflow_not_found");
  });
  assert.deepEqual(await everythingOf(scene), before);
});

Deno.test("unique keys of an owner are free to everyone else", async () => {
  const { session_id, idempotency_key } = await makeScene();
  for (const insert of [false, true]) {
    const stranger = await signUp();
    const workflow_id = await makeWorkflow(stranger);
    const row = { workflow_id, session_id, idempotency_key, inputs: { other: "content" } };
    if (insert) {
      const { error } = await stranger.client.from("workflow_executions").insert(row);
      assert.equal(error, null);
      continue;
    }
    const { status, fields } = await request("POST", "/create-execution", {
      headers: stranger.headers,
      json: row,
    });
    assert.equal(status, 201);
    assert.equal(fields.replayed, false);
    assert.equal(fields.session_id, session_id);
  }
  const stranger = await signUp();
  const execution_id = await makeExecution(stranger, await makeWorkflow(stranger));
  const { error } = await stranger.client.rpc("update_execution", { execution_id, session_id });
  assert.equal(error, null);
});
