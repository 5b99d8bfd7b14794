import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import type { Operation } from "../../functions/_shared/operation.ts";
import { makeBatch } from "../../functions/_shared/visual/make-batch.ts";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";
import { makeEvents } from "../visual.ts";
import { type Parameters, ways } from "../ways.ts";
import { makeScene, MARK, type Scene } from "./scene.ts";

/** Calls an operation as each outsider in every way; nobody must be asked to sign in first. */
async function asOutsiders(
  scene: Scene,
  operation: Operation,
  input: Parameters,
  check: (outcome: { slug: string | null; fields: Record<string, unknown> | null }) => void,
): Promise<void> {
  for (const [who, actor] of Object.entries(scene.outsiders)) {
    for (const [name, way] of Object.entries(ways)) {
      const outcome = await way(operation, actor, input);
      assert.ok(!JSON.stringify(outcome).includes(MARK), `${who}, ${name}`);
      if (who === "nobody") assert.equal(outcome.status, 401, name);
      else check(outcome);
    }
  }
}

const finds = (slug: string) => (outcome: { slug: string | null }) =>
  assert.equal(outcome.slug, slug);

/** All items of a batch name what is not there. */
const findsInAll =
  (items: number, kind: string) => ({ fields }: { fields: Record<string, unknown> | null }) => {
    const results = fields?.results as { status: number; error: { code: string } | null }[];
    assert.deepEqual(
      results.map(({ status, error }) => [status, error?.code]),
      Array(items).fill([404, `${kind}_not_found`]),
    );
  };

Deno.test("outsiders cannot run an owner's workflow", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await asOutsiders(scene, contract.createExecution, { workflow_id }, finds("workflow_not_found"));
});

Deno.test("outsiders cannot run an owner's workflow in a batch", async () => {
  const scene = await makeScene();
  const { workflow_id, idempotency_key } = scene;
  const executions = [{ workflow_id }, { workflow_id, idempotency_key }];
  await asOutsiders(scene, contract.createExecutions, { executions }, findsInAll(2, "workflow"));
});

Deno.test("outsiders cannot report on an owner's execution in a batch", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  const executions = [{ execution_id, progress: 99 }, { execution_id, append_logs: ["was here"] }];
  await asOutsiders(scene, contract.updateExecutions, { executions }, findsInAll(2, "execution"));
  const { data } = await scene.owner.client.from("workflow_executions")
    .select("progress, execution_events(message)").eq("execution_id", execution_id).single()
    .throwOnError();
  assert.deepEqual(data, { progress: null, execution_events: [{ message: MARK }] });
});

Deno.test("outsiders cannot report on an owner's execution", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  for (
    const report of [
      { progress: 99 },
      { status: "failed" },
      { append_logs: ["was here"] },
      { session_id: `session-${crypto.randomUUID()}` },
    ]
  ) {
    const input = { execution_id, ...report };
    await asOutsiders(scene, contract.updateExecution, input, finds("execution_not_found"));
  }
  const { data } = await scene.owner.client.from("workflow_executions")
    .select("status, progress, session_id, execution_events(message)")
    .eq("execution_id", execution_id).single().throwOnError();
  assert.deepEqual(data, {
    status: "running",
    progress: null,
    session_id: scene.session_id,
    execution_events: [{ message: MARK }],
  });
});

Deno.test("outsiders can neither beat for an owner's execution nor have it stopped", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  const finding = finds("execution_not_found");
  const beat = { execution_id, progress: 99, message: "was here", visual_events_captured: 99 };
  await asOutsiders(scene, contract.heartbeatExecution, beat, finding);
  const stop = { execution_id, reason: "was here" };
  await asOutsiders(scene, contract.cancelExecution, stop, finding);
  const { data } = await scene.owner.client.from("workflow_executions")
    .select("last_heartbeat_at, progress, cancel_requested_at, execution_events(message)")
    .eq("execution_id", execution_id).single().throwOnError();
  assert.deepEqual(data, {
    last_heartbeat_at: null,
    progress: null,
    cancel_requested_at: null,
    execution_events: [{ message: MARK }],
  });
});

Deno.test("outsiders delete nothing of an owner's, by id or filter", async () => {
  const scene = await makeScene();
  const { execution_id, workflow_id, owner } = scene;
  const finished = { execution_id, status: "completed" };
  await owner.client.rpc("update_execution", finished).throwOnError();
  for (
    const input of [
      { execution_ids: [execution_id] },
      { workflow_id },
      { session_id: scene.session_id },
      { tags: [MARK] },
      { delete_all: true },
    ]
  ) {
    await asOutsiders(scene, contract.deleteExecutions, input, ({ fields }) => {
      assert.deepEqual(fields, {
        deleted_executions: 0,
        remaining_executions: 0,
        remaining_is_exact: true,
        skipped_running: 0,
        skipped_held: 0,
        skipped_execution_ids: [],
        done: true,
        next_cursor: null,
      });
    });
  }
  const { count } = await owner.client.from("workflow_executions")
    .select("*", { count: "exact", head: true }).eq("execution_id", execution_id).throwOnError();
  assert.equal(count, 1);
});

Deno.test("outsiders' own preview of retention tells nothing of an owner's", async () => {
  const scene = await makeScene();
  await asOutsiders(scene, contract.previewRetention, {}, ({ fields }) => {
    assert.equal(fields?.executions_deleted, 0);
    assert.deepEqual(fields?.parts, []);
  });
});

Deno.test("outsiders' own quotas tell nothing of an owner's, and set none", async () => {
  const scene = await makeScene();
  const { userId: user_id } = scene.owner;
  const limits = { executions_per_day: 1000 };
  await service().client.rpc("set_quotas", { user_id, limits }).throwOnError();
  await asOutsiders(scene, contract.quotaStatus, {}, ({ fields }) => {
    assert.deepEqual(fields?.limits, []);
  });
  const more = { limits: { executions_per_day: null } };
  for (const input of [more, { ...more, user_id }, { ...more, all_users: true }]) {
    await asOutsiders(scene, contract.setQuotas, input, finds("service_required"));
  }
  const { data } = await scene.owner.client.rpc("quota_status").throwOnError();
  assert.equal(data.limits.length, 1);
  assert.equal(data.limits[0].limit, 1000);
});

Deno.test("outsiders are shown no detail of an owner's execution", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  const finding = finds("execution_not_found");
  await asOutsiders(scene, contract.executionDetail, { execution_id }, finding);
});

Deno.test("outsiders are told nothing of what came before an owner's execution, or when", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  const finding = finds("execution_not_found");
  await asOutsiders(scene, contract.lastGoodExecution, { execution_id }, finding);
  await asOutsiders(scene, contract.executionTimeline, { execution_id }, finding);
});

Deno.test("outsiders can compare no execution of an owner's, not even with their own", async () => {
  const scene = await makeScene();
  const { execution_id } = scene;
  const finding = finds("execution_not_found");
  await asOutsiders(
    scene,
    contract.compareExecutions,
    { a: execution_id, b: execution_id },
    finding,
  );
  const stranger = await signUp();
  const own = await makeExecution(stranger, await makeWorkflow(stranger));
  const only = { ...scene, outsiders: { stranger } };
  await asOutsiders(only, contract.compareExecutions, { a: own, b: execution_id }, finding);
  await asOutsiders(only, contract.compareExecutions, { a: execution_id, b: own }, finding);
});

Deno.test("outsiders find nothing of an owner's history by any filter", async () => {
  const scene = await makeScene();
  for (
    const filter of [
      { workflow_id: scene.workflow_id },
      { session_id: scene.session_id },
      { search: MARK.slice(2, -2) },
      { tags: [MARK] },
      { metadata: { mark: MARK } },
      { inputs: { mark: MARK }, include_payloads: true },
      { workflow_id: scene.workflow_id, status_filter: ["running"], sort: "created_at.asc" },
      { workflow_id: scene.workflow_id, sort: "execution_time_seconds.asc" },
      { workflow_id: scene.workflow_id, visual_streaming_only: true },
    ]
  ) {
    // The answer repeats the filter, which is the outsider's own text.
    for (const [who, actor] of Object.entries(scene.outsiders)) {
      for (const [name, way] of Object.entries(ways)) {
        const { status, fields } = await way(contract.executionHistory, actor, filter);
        assert.equal(status, who === "nobody" ? 401 : 200, `${who}, ${name}`);
        if (who === "nobody") continue;
        assert.deepEqual(fields?.executions, [], `${who}, ${name}, ${JSON.stringify(filter)}`);
        assert.equal(fields?.total_executions, 0);
        assert.equal(fields?.total_is_exact, true);
        assert.equal(fields?.next_cursor, null);
        assert.equal(fields?.previous_cursor, null);
      }
    }
  }
});

Deno.test("an owner's cursor shows outsiders nothing", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await scene.owner.client.rpc("create_execution", { workflow_id }).throwOnError();
  const { data } = await scene.owner.client
    .rpc("execution_history", { workflow_id, page_size: 1 }).throwOnError();
  assert.notEqual(data.next_cursor, null);
  const input = { workflow_id, cursor: data.next_cursor };
  await asOutsiders(
    scene,
    contract.executionHistory,
    input,
    ({ fields }) => assert.deepEqual(fields?.executions, []),
  );
});

Deno.test("outsiders get no statistics of an owner's workflow", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await asOutsiders(scene, contract.executionStats, { workflow_id }, finds("workflow_not_found"));
});

Deno.test("outsiders can compare no workflow of an owner's, not even with their own", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  const finding = finds("workflow_not_found");
  await asOutsiders(scene, contract.compareModes, { workflow_id }, finding);
  await asOutsiders(scene, contract.compareWorkflows, { a: workflow_id, b: workflow_id }, finding);
  const stranger = await signUp();
  const own = await makeWorkflow(stranger);
  const only = { ...scene, outsiders: { stranger } };
  await asOutsiders(only, contract.compareWorkflows, { a: own, b: workflow_id }, finding);
  await asOutsiders(only, contract.compareWorkflows, { a: workflow_id, b: own }, finding);
});

Deno.test("outsiders get no trends of an owner's workflow", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await asOutsiders(scene, contract.executionTrends, { workflow_id }, finds("workflow_not_found"));
});

Deno.test("outsiders' own overview counts nothing of an owner's", async () => {
  const scene = await makeScene();
  const since = { since: new Date(Date.now() - 1000).toISOString() };
  await asOutsiders(scene, contract.executionOverview, since, ({ fields }) => {
    assert.equal(fields?.total_workflows, 0);
    assert.equal(fields?.total_executions, 0);
    assert.equal(fields?.last_execution_at, null);
  });
});

Deno.test("outsiders' timeline has no bar of an owner's", async () => {
  const scene = await makeScene();
  const since = new Date(Date.now() - 1000).toISOString();
  for (const filter of [{ workflow_id: scene.workflow_id }, { tags: [MARK] }]) {
    await asOutsiders(scene, contract.executionsTimeline, { ...filter, since }, ({ fields }) => {
      assert.deepEqual(fields?.bars, []);
      assert.deepEqual(fields?.concurrency, []);
      assert.equal(fields?.most_at_once, 0);
      assert.equal(fields?.truncated, false);
    });
  }
  // Unfiltered it has what is shared with everyone, of other tests say.
  await asOutsiders(scene, contract.executionsTimeline, { since }, ({ fields }) => {
    const bars = fields?.bars as { workflow_id: string }[];
    assert.ok(bars.every(({ workflow_id }) => workflow_id !== scene.workflow_id));
  });
});

Deno.test("outsiders see no running execution of an owner's", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await asOutsiders(
    scene,
    contract.activeExecutions,
    { workflow_id },
    ({ fields }) => assert.deepEqual(fields, { active_executions: [], total_active: 0 }),
  );
});

Deno.test("outsiders are told no state of an owner's executions, nor a channel of theirs", async () => {
  const scene = await makeScene();
  const { workflow_id, execution_id, owner } = scene;
  const since = "2026-01-01";
  for (const input of [{ workflow_id, since }, { execution_ids: [execution_id] }]) {
    await asOutsiders(scene, contract.executionStates, input, ({ fields }) => {
      assert.deepEqual(fields?.states, []);
      const topics = fields?.topics as string[];
      assert.ok(
        !topics.some((topic) => [owner.userId, execution_id].some((id) => topic.includes(id))),
      );
    });
  }
});

Deno.test("outsiders see no visual session of an owner's", async () => {
  const scene = await makeScene();
  const { workflow_id } = scene;
  await asOutsiders(scene, contract.visualSessions, { workflow_id }, ({ fields }) => {
    assert.deepEqual(fields?.sessions, []);
    for (const [name, value] of Object.entries(fields ?? {})) {
      if (/^(total|active|completed)_/.test(name) && typeof value === "number") {
        assert.equal(value, 0, name);
      }
    }
  });
});

Deno.test("outsiders record nothing in an owner's visual session", async () => {
  const scene = await makeScene();
  const { session_id, execution_id } = scene;
  const events = makeEvents(1);
  for (const [who, actor] of Object.entries(scene.outsiders)) {
    for (const [name, way] of Object.entries(ways)) {
      const batch = name === "rpc()" ? { tab: "main", ...await makeBatch(events) } : { events };
      const input = { session_id, sequence: 1, ...batch };
      const outcome = await way(contract.recordVisualEvents, actor, input);
      const expected = who === "nobody" ? 401 : 404;
      assert.equal(outcome.status, expected, `${who}, ${name}`);
    }
  }
  const { data } = await scene.owner.client.from("visual_chunks").select("sequence")
    .eq("execution_id", execution_id).throwOnError();
  assert.equal(data.length, 1);
});

Deno.test("outsiders are shown nothing of an owner's visual session", async () => {
  const scene = await makeScene();
  const { session_id } = scene;
  const finding = finds("visual_session_not_found");
  const chunk = { session_id, tab: MARK, sequence: 0 };
  await asOutsiders(scene, contract.visualChunks, { session_id }, finding);
  await asOutsiders(scene, contract.visualChunk, chunk, finding);
  await asOutsiders(scene, contract.visualStream, { session_id }, finding);
});

Deno.test("outsiders cannot ask for an owner by user_id", async () => {
  const scene = await makeScene();
  const input = { user_id: scene.owner.userId };
  for (
    const operation of [
      contract.executionHistory,
      contract.executionOverview,
      contract.executionTrends,
      contract.executionsTimeline,
      contract.activeExecutions,
      contract.executionStates,
      contract.visualSessions,
      contract.previewRetention,
      contract.quotaStatus,
    ]
  ) await asOutsiders(scene, operation, input, finds("user_id_not_allowed"));
  const { session_id } = scene;
  const chunk = { ...input, session_id, tab: "main", sequence: 0 };
  await asOutsiders(scene, contract.visualChunk, chunk, finds("user_id_not_allowed"));
  for (const operation of [contract.visualChunks, contract.visualStream]) {
    await asOutsiders(scene, operation, { ...input, session_id }, finds("user_id_not_allowed"));
  }
  const { workflow_id } = scene;
  const named = { ...input, workflow_id };
  await asOutsiders(scene, contract.compareModes, named, finds("user_id_not_allowed"));
  const both = { ...input, a: workflow_id, b: workflow_id };
  await asOutsiders(scene, contract.compareWorkflows, both, finds("user_id_not_allowed"));
  const byId = { ...input, execution_ids: [scene.execution_id] };
  await asOutsiders(scene, contract.executionStates, byId, finds("user_id_not_allowed"));
  const all = { ...input, delete_all: true };
  await asOutsiders(scene, contract.deleteExecutions, all, finds("user_id_not_allowed"));
});
