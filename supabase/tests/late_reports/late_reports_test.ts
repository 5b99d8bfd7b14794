import assert from "node:assert/strict";
import postgres from "postgres";
import { createRuntrailClient, RuntrailError } from "../../../client/mod.ts";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, signUp, target, type User } from "../actors.ts";
import { request } from "../request.ts";

/** A run that the database has ended, as the reaper leaves it. */
async function withEndedRun(): Promise<{ owner: User; execution_id: string }> {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  await sql`
    update public.workflow_executions
    set status = 'failed', error_code = 'heartbeat_lost', error = 'Silent'
    where execution_id = ${execution_id}
  `;
  await sql.end();
  return { owner, execution_id };
}

const reports = [
  [contract.updateExecution, { status: "completed", result: { price: 12.5 } }],
  [contract.heartbeatExecution, { progress: 50 }],
] as const;

for (const [{ name, rpc, output }, report] of reports) {
  Deno.test(`a late report to ${name} is answered 409 with the run as it is`, async () => {
    const { owner, execution_id } = await withEndedRun();
    const { status, headers, fields } = await request("POST", `/${name}`, {
      headers: { ...owner.headers, "x-request-id": "r1" },
      json: { execution_id, ...report },
    });
    assert.equal(status, 409);
    assert.equal(headers.get("x-request-id"), "r1");
    const again = await owner.client.rpc(`${rpc}`, { execution_id, ...report });
    assert.equal(again.status, 409);
    // supabase-js takes every 409 for an error, and its body for what went wrong.
    const { success, code, message, details, request_id, ...rest } = fields;
    assert.deepEqual(rest, again.error);
    output.parse(rest);
    assert.equal(rest.late, true);
    assert.deepEqual([rest.status, rest.error_code], ["failed", "heartbeat_lost"]);
    assert.deepEqual(
      [success, code, details, request_id],
      [false, "execution_already_finished", null, "r1"],
    );
    assert.match(`${message}`, /^The database had ended execution .* \(failed, heartbeat_lost\)/);
    const { data } = await owner.client.from("execution_events").select("kind")
      .eq("execution_id", execution_id).throwOnError();
    assert.deepEqual(data, [{ kind: "late_report" }]);
  });
}

Deno.test("the typed client throws a late report as such", async () => {
  const { owner, execution_id } = await withEndedRun();
  const runtrail = createRuntrailClient(owner.client);
  for (
    const call of [
      () => runtrail.updateExecution({ execution_id, status: "completed" }),
      () => runtrail.updateExecution({ execution_id, append_logs: ["still at it"] }),
      () => runtrail.heartbeatExecution({ execution_id }),
    ]
  ) {
    const error = await call().then(() => null, (thrown) => thrown);
    assert.ok(error instanceof RuntrailError, `${error}`);
    assert.deepEqual([error.code, error.late], ["execution_already_finished", true]);
  }
});

Deno.test("a refused report is none that is late", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner));
  const runtrail = createRuntrailClient(owner.client);
  await runtrail.updateExecution({ execution_id, status: "failed" });
  const error = await runtrail.updateExecution({ execution_id, status: "completed" })
    .then(() => null, (thrown) => thrown);
  assert.ok(error instanceof RuntrailError);
  assert.deepEqual([error.code, error.late], ["execution_already_finished", false]);
});

Deno.test("a late report through the table is answered 409 and kept", async () => {
  const { owner, execution_id } = await withEndedRun();
  const { status } = await owner.client.from("workflow_executions")
    .update({ status: "completed" }).eq("execution_id", execution_id);
  assert.equal(status, 409);
  const { data } = await owner.client.from("execution_events").select("kind, data")
    .eq("execution_id", execution_id).throwOnError();
  assert.deepEqual(data, [{ kind: "late_report", data: { status: "completed" } }]);
});
