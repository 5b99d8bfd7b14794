import assert from "node:assert/strict";
import { createRuntrailClient, RuntrailError } from "../../../client/mod.ts";
import { makeExecution, makeWorkflow, signUp, target } from "../actors.ts";
import { setQuotas } from "../quotas.ts";
import { request } from "../request.ts";

/** A user who may make one execution a day, and has. */
async function usedUp() {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await setQuotas(owner, { executions_per_day: 1 });
  await makeExecution(owner, workflow_id);
  return { owner, workflow_id };
}

Deno.test("a create over the quota is 429 with the same headers in every way in", async () => {
  const { owner, workflow_id } = await usedUp();
  const rest = `${target.apiUrl}/rest/v1`;
  const ways = {
    "the function": ["/create-execution", { workflow_id }],
    "the REST path": ["/workflows/executions", { workflow_id }],
    "rpc": [`${rest}/rpc/create_execution`, { workflow_id }],
    "the table": [`${rest}/workflow_executions`, { workflow_id }],
    "rows of the table": [`${rest}/workflow_executions`, [{ workflow_id }, { workflow_id }]],
  } as const;
  for (const [name, [path, json]] of Object.entries(ways)) {
    const { status, headers, fields } = await request("POST", path, {
      headers: owner.headers,
      json,
    });
    assert.equal(status, 429, name);
    const slug = path.startsWith("/") ? fields.code : fields.message;
    assert.equal(slug, "quota_exceeded", name);
    const seconds = Number(headers.get("retry-after"));
    assert.ok(seconds >= 1 && seconds <= 86400, name);
    assert.equal(headers.get("ratelimit"), `"executions_per_day";r=0;t=${seconds}`, name);
    assert.equal(headers.get("ratelimit-policy"), '"executions_per_day";q=1;w=86400', name);
    assert.match(JSON.stringify(fields), /executions_per_day of this account is 1 .*Try again in/);
  }
});

Deno.test("browsers may read the headers of a refusal", async () => {
  const { owner, workflow_id } = await usedUp();
  const { headers } = await request("POST", "/create-execution", {
    headers: { ...owner.headers, origin: "https://example.com" },
    json: { workflow_id },
  });
  const exposed = headers.get("access-control-expose-headers")?.split(", ");
  for (const name of ["retry-after", "ratelimit", "ratelimit-policy"]) {
    assert.ok(exposed?.includes(name), name);
  }
});

Deno.test("items of a batch over the quota are 429 each, and take nothing with them", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await setQuotas(owner, { executions_per_day: 3 });
  const { status, fields } = await request("POST", "/workflows/executions/batch", {
    headers: owner.headers,
    json: { executions: Array(7).fill({ workflow_id }) },
  });
  assert.equal(status, 200);
  const results = fields.results as { status: number; error: { code: string; hint: string } }[];
  assert.deepEqual(results.map(({ status }) => status), [201, 201, 201, 429, 429, 429, 429]);
  assert.equal(results[3]?.error.code, "quota_exceeded");
  assert.match(`${results[3]?.error.hint}`, /^Try again in \d+ seconds/);
});

Deno.test("a run can be reported and finished whatever is used up", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  await setQuotas(owner, {
    executions_per_minute: 0,
    executions_per_day: 0,
    running_executions: 0,
    stored_bytes: 0,
  });
  const report = {
    execution_id,
    status: "completed",
    result: "x".repeat(100_000),
    append_logs: ["a"],
  };
  const { status } = await request("POST", "/update-execution", {
    headers: owner.headers,
    json: report,
  });
  assert.equal(status, 200);
  await setQuotas(owner, { stored_bytes: 0 });
  const refused = await request("POST", "/create-execution", {
    headers: owner.headers,
    json: { workflow_id },
  });
  assert.deepEqual([refused.status, refused.fields.code], [507, "storage_quota_exceeded"]);
});

Deno.test("the client waits as long as it is told, and throws when that is too long", async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await setQuotas(owner, { running_executions: 1 });
  const running = await makeExecution(owner, workflow_id);
  let refused = Promise.withResolvers<void>();
  const runtrail = createRuntrailClient({
    url: target.apiUrl,
    key: target.publishableKey,
    accessToken: owner.token,
    fetch: async (...sent) => {
      const response = await fetch(...sent);
      if (response.status === 429) refused.resolve();
      return response;
    },
  });
  await assert.rejects(
    runtrail.createExecution({ workflow_id }, { retry: { longestSeconds: 1 } }),
    (error) =>
      error instanceof RuntrailError && error.code === "quota_exceeded" && error.status === 429 &&
      error.retryAfter === 5,
  );
  refused = Promise.withResolvers<void>();
  const began = performance.now();
  const created = runtrail.createExecution({ workflow_id });
  await refused.promise;
  await owner.client.rpc("update_execution", { execution_id: running, status: "completed" })
    .throwOnError();
  assert.equal((await created).replayed, false);
  // A wait has a least length, however busy the machine is.
  assert.ok(performance.now() - began >= 5000);
});
