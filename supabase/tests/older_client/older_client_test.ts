import assert from "node:assert/strict";
import { functionsUrl, makeWorkflow, signUp } from "../actors.ts";

// As an older client does it: plain requests, the token as session_token, no header but the type.
async function call(method: string, path: string, body?: Record<string, unknown>) {
  const response = await fetch(`${functionsUrl}/workflows/${path}`, {
    method,
    ...(body
      ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
      : {}),
  });
  return { status: response.status, body: await response.json() };
}

Deno.test("a client of the older API runs unchanged but for its base URL", async () => {
  const user = await signUp();
  const workflow_id = await makeWorkflow(user, "Order a kettle");
  const session_token = user.token;

  const created = await call("POST", "executions", {
    session_token,
    workflow_id,
    inputs: { search: "blue kettle" },
    mode: "cloud-run",
    visual_enabled: true,
    visual_streaming_enabled: true,
    visual_quality: "standard",
  });
  assert.equal(created.status, 201);
  assert.equal(created.body.success, true);
  assert.equal(typeof created.body.message, "string");
  const { execution_id, session_id } = created.body;
  assert.match(execution_id, /^[0-9a-f-]{36}$/);
  assert.equal(typeof session_id, "string");
  assert.ok(created.body.visual_stream_url.includes(session_id));
  assert.ok(created.body.viewer_url.includes(session_id));

  const active = await call("GET", `executions/active?session_token=${session_token}`);
  assert.equal(active.status, 200);
  const running = active.body.active_executions.find((one: { execution_id: string }) =>
    one.execution_id === execution_id
  );
  assert.equal(running.workflow_name, "Order a kettle");
  assert.equal(running.status, "running");
  assert.ok(running.elapsed_seconds >= 0);
  assert.ok(active.body.total_active >= 1);

  const sessions = await call("GET", `visual/sessions/enhanced?session_token=${session_token}`);
  assert.equal(sessions.status, 200);
  const session = sessions.body.sessions.find((one: { session_id: string }) =>
    one.session_id === session_id
  );
  assert.equal(session.streaming_active, true);
  assert.equal(session.execution_id, execution_id);

  const updated = await call("PATCH", `executions/${execution_id}`, {
    session_token,
    status: "completed",
    result: { price: 12.5 },
    logs: ["opened the page", "found the price"],
    execution_time_seconds: 3.25,
    visual_events_captured: 120,
    visual_stream_duration: 3.1,
  });
  assert.equal(updated.status, 200);
  assert.equal(updated.body.success, true);
  assert.equal(updated.body.execution_id, execution_id);
  assert.equal(updated.body.status, "completed");

  const history = await call("POST", "executions/history", {
    session_token,
    workflow_id,
    status_filter: "completed",
    mode_filter: "cloud-run",
    visual_streaming_only: true,
    page: 1,
    page_size: 10,
  });
  assert.equal(history.status, 200);
  assert.equal(history.body.total_executions, 1);
  assert.equal(history.body.page, 1);
  assert.equal(history.body.page_size, 10);
  assert.equal(history.body.has_next_page, false);
  assert.equal(history.body.executions[0].execution_id, execution_id);
  assert.equal(history.body.executions[0].execution_time_seconds, 3.25);
  assert.equal(history.body.executions[0].visual_events_captured, 120);
  assert.deepEqual(history.body.filters.status_filter, ["completed"]);

  const stats = await call(
    "GET",
    `executions/stats/${workflow_id}?session_token=${session_token}`,
  );
  assert.equal(stats.status, 200);
  assert.equal(stats.body.workflow_id, workflow_id);
  assert.equal(stats.body.total_executions, 1);
  assert.equal(stats.body.successful_executions, 1);
  assert.equal(stats.body.failed_executions, 0);
  assert.equal(stats.body.success_rate, 100);
  assert.equal(stats.body.average_execution_time, 3.25);
  assert.equal(stats.body.most_common_mode, "cloud-run");
  assert.equal(stats.body.visual_streaming_usage_rate, 100);
  assert.equal(stats.body.average_visual_events_captured, 120);
  assert.equal(stats.body.average_visual_stream_duration, 3.1);

  const bad = await call("GET", `executions/stats/${workflow_id}?session_token=expired`);
  assert.equal(bad.status, 401);
  assert.equal(bad.body.success, false);
});
