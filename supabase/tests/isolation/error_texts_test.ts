import assert from "node:assert/strict";
import { type Actor, target } from "../actors.ts";
import { request } from "../request.ts";
import { makeEvents } from "../visual.ts";
import { makeScene, MARK, type Scene } from "./scene.ts";

/** A request about one id. */
interface Route {
  readonly about: "execution_id" | "workflow_id" | "session_id";
  readonly method: string;
  readonly path: (id: string) => string;
  readonly json?: (id: string) => unknown;
  readonly headers?: Record<string, string>;
}

const rest = (path: string) => `${target.apiUrl}/rest/v1/${path}`;

const counted = { prefer: "count=exact" };
const represented = { prefer: "return=representation, count=exact" };

const routes: readonly Route[] = [
  // Executions by id.
  {
    about: "execution_id",
    method: "PATCH",
    path: (id) => `/workflows/executions/${id}`,
    json: () => ({ progress: 1 }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => "/update-execution",
    json: (execution_id) => ({ execution_id, status: "failed" }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/update_execution"),
    json: (execution_id) => ({ execution_id, append_logs: ["x"] }),
  },
  {
    about: "execution_id",
    method: "PATCH",
    path: () => "/workflows/executions/batch",
    json: (execution_id) => ({ executions: [{ execution_id, progress: 1 }] }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/update_executions"),
    json: (execution_id) => ({ executions: [{ execution_id, append_logs: ["x"] }] }),
  },
  ...["heartbeat", "terminate"].map((action): Route => ({
    about: "execution_id",
    method: "POST",
    path: (id) => `/workflows/executions/${id}/${action}`,
  })),
  ...["heartbeat_execution", "cancel_execution"].map((name): Route => ({
    about: "execution_id",
    method: "POST",
    path: () => rest(`rpc/${name}`),
    json: (execution_id) => ({ execution_id }),
  })),
  {
    about: "execution_id",
    method: "GET",
    path: (id) => `/workflows/executions/${id}`,
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/execution_detail"),
    json: (execution_id) => ({ execution_id }),
  },
  ...["timeline", "last-good"].map((part): Route => ({
    about: "execution_id",
    method: "GET",
    path: (id) => `/workflows/executions/${id}/${part}`,
  })),
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/execution_timeline"),
    json: (execution_id) => ({ execution_id }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/last_good_execution"),
    json: (execution_id) => ({ execution_id }),
  },
  {
    about: "execution_id",
    method: "GET",
    path: (id) => `/workflows/executions/compare?a=${id}&b=${id}`,
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/compare_executions"),
    json: (id) => ({ a: id, b: id }),
  },
  {
    about: "execution_id",
    method: "GET",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "execution_id",
    method: "HEAD",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "execution_id",
    method: "GET",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
    headers: { accept: "application/vnd.pgrst.object+json" },
  },
  {
    about: "execution_id",
    method: "GET",
    path: (id) => rest(`execution_events?select=*,workflow_executions(*)&execution_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "execution_id",
    method: "PATCH",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
    json: () => ({ progress: 1 }),
    headers: represented,
  },
  {
    about: "execution_id",
    method: "PATCH",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
    json: () => ({ user_id: crypto.randomUUID() }),
  },
  {
    about: "execution_id",
    method: "DELETE",
    path: (id) => rest(`workflow_executions?execution_id=eq.${id}`),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("execution_events"),
    json: (execution_id) => ({ execution_id, message: "x" }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("workflow_executions"),
    json: (execution_id) => ({ execution_id, workflow_id: crypto.randomUUID() }),
    headers: { prefer: "resolution=merge-duplicates" },
  },
  // Last: what is finished by now is gone then.
  {
    about: "execution_id",
    method: "POST",
    path: () => "/workflows/executions/delete",
    json: (execution_id) => ({ execution_ids: [execution_id] }),
  },
  {
    about: "execution_id",
    method: "POST",
    path: () => rest("rpc/delete_executions"),
    json: (execution_id) => ({ execution_ids: [execution_id] }),
  },
  // Workflows by id.
  {
    about: "workflow_id",
    method: "POST",
    path: () => "/workflows/executions",
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/create_execution"),
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => "/workflows/executions/batch",
    json: (workflow_id) => ({ executions: [{ workflow_id }] }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/create_executions"),
    json: (workflow_id) => ({ executions: [{ workflow_id }] }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("workflow_executions"),
    json: (workflow_id) => ({ workflow_id }),
    headers: represented,
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/executions/stats/${id}`,
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/execution_stats"),
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/compare?a=${id}&b=${id}`,
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/compare_workflows"),
    json: (id) => ({ a: id, b: id }),
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/compare/modes/${id}`,
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/compare_modes"),
    json: (workflow_id) => ({ workflow_id }),
  },
  // A window, since the one of the answer would differ from call to call.
  {
    about: "workflow_id",
    method: "GET",
    path: (id) =>
      `/workflows/executions/timeline?workflow_id=${id}&since=2026-01-01&until=2100-01-01`,
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/executions_timeline"),
    json: (workflow_id) => ({ workflow_id, since: "2026-01-01", until: "2100-01-01" }),
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/executions/trends?workflow_id=${id}`,
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("rpc/execution_trends"),
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => "/workflows/executions/history",
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => "/workflows/executions/delete",
    json: (workflow_id) => ({ workflow_id }),
  },
  {
    about: "workflow_id",
    method: "POST",
    path: () => rest("retention_policies"),
    json: (workflow_id) => ({ workflow_id, failed_days: 1 }),
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => rest(`retention_policies?workflow_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "workflow_id",
    method: "PATCH",
    path: (id) => rest(`retention_policies?workflow_id=eq.${id}`),
    json: () => ({ failed_days: 1 }),
    headers: represented,
  },
  {
    about: "workflow_id",
    method: "DELETE",
    path: (id) => rest(`retention_policies?workflow_id=eq.${id}`),
    headers: represented,
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => rest(`purges?workflow_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/executions/active?workflow_id=${id}`,
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => `/workflows/visual/sessions/enhanced?workflow_id=${id}`,
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => rest(`workflows?select=*,workflow_executions(*)&workflow_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "workflow_id",
    method: "PATCH",
    path: (id) => rest(`workflows?workflow_id=eq.${id}`),
    json: () => ({ name: "mine now" }),
    headers: represented,
  },
  {
    about: "workflow_id",
    method: "DELETE",
    path: (id) => rest(`workflows?workflow_id=eq.${id}`),
  },
  {
    about: "workflow_id",
    method: "GET",
    path: (id) => rest(`workflow_settings?workflow_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "workflow_id",
    method: "PATCH",
    path: (id) => rest(`workflow_settings?workflow_id=eq.${id}`),
    json: () => ({ ends_stuck_runs: false }),
    headers: represented,
  },
  ...[represented, { prefer: "resolution=merge-duplicates" }].map((headers): Route => ({
    about: "workflow_id",
    method: "POST",
    path: () => rest("workflow_settings"),
    json: (workflow_id) => ({ workflow_id, ends_stuck_runs: false }),
    headers,
  })),
  // Sessions by id.
  {
    about: "session_id",
    method: "POST",
    path: () => "/execution-history",
    json: (session_id) => ({ session_id }),
  },
  {
    about: "session_id",
    method: "GET",
    path: (id) => rest(`workflow_executions?session_id=eq.${id}`),
    headers: counted,
  },
  {
    about: "session_id",
    method: "POST",
    path: (id) => `/workflows/visual/${id}/events`,
    json: () => ({ sequence: 1, events: makeEvents(1) }),
  },
  ...["chunks", `chunks/${MARK}/0`, `chunks/${MARK}/0?through=9`, "stream?follow=false"]
    .map((part): Route => ({
      about: "session_id",
      method: "GET",
      path: (id) => `/workflows/visual/${id}/${part}`,
    })),
  ...["visual_chunks", "visual_stream"].map((name): Route => ({
    about: "session_id",
    method: "POST",
    path: () => rest(`rpc/${name}`),
    json: (session_id) => ({ session_id }),
  })),
  {
    about: "session_id",
    method: "POST",
    path: () => rest("rpc/visual_chunk"),
    json: (session_id) => ({ session_id, tab: MARK, sequence: 0 }),
  },
];

const COMPARED = ["content-type", "content-range", "location", "www-authenticate", "allow", "etag"];

/** The whole of an answer as text, with the id asked for replaced. */
async function asked(actor: Actor, route: Route, id: string): Promise<string> {
  const { status, headers, text } = await request(route.method, route.path(id), {
    headers: {
      ...actor.headers,
      ...route.headers,
      // The same for both, so that the answers can be compared as they are.
      "x-request-id": "compared",
    },
    ...(route.json ? { json: route.json(id) } : {}),
  });
  const shown = COMPARED.map((name) => `${name}: ${headers.get(name)}`);
  return [status, ...shown, text].join("\n").replaceAll(id, "<id>");
}

/** An id like the owner's that nothing has. */
function neverExisted(scene: Scene, about: Route["about"]): string {
  // Of the same form: a UUIDv7 for an execution, made now.
  return scene[about].replace(/[0-9a-f]{12}$/, () => crypto.randomUUID().slice(-12));
}

for (const who of ["stranger", "anonymous sign-in", "nobody"]) {
  Deno.test(`to ${who} an owner's id answers byte for byte as one that never existed`, async () => {
    const scene = await makeScene();
    const actor = scene.outsiders[who];
    assert.ok(actor);
    for (const route of routes) {
      const theirs = await asked(actor, route, scene[route.about]);
      const nothing = await asked(actor, route, neverExisted(scene, route.about));
      assert.equal(theirs, nothing, `${route.method} ${route.path("<id>")}`);
      assert.ok(!theirs.includes(scene.owner.userId));
    }
  });
}

Deno.test("the same requests tell the owner more, so that the comparison compares something", async () => {
  for (const about of ["execution_id", "workflow_id", "session_id"] as const) {
    const scene = await makeScene();
    const told = [];
    for (const route of routes.filter((one) => one.about === about)) {
      const own = await asked(scene.owner, route, scene[about]);
      const nothing = await asked(scene.owner, route, neverExisted(scene, about));
      told.push(own !== nothing);
    }
    assert.ok(told.filter(Boolean).length * 2 > told.length, about);
  }
});
