import assert from "node:assert/strict";
import postgres from "postgres";
import {
  createRuntrailClient,
  RunCancelledError,
  track,
  type TrackingProblem,
} from "../../../client/mod.ts";
import { makeWorkflow, signUp, target } from "../actors.ts";

Deno.test("a tracked run is shown with its steps, lines, progress and result", async () => {
  const user = await signUp();
  const client = createRuntrailClient(user.client);
  const workflow_id = await makeWorkflow(user);
  const options = { workflow_id, inputs: { n: 1 }, visual_streaming_enabled: true };
  let id: string | null = null;
  let links: (string | null)[] = [];
  await track(client, options, async (run) => {
    id = run.execution_id;
    links = [run.session_id, run.visual_stream_url, run.viewer_url];
    await run.step("order", async (order) => {
      order.log("in the basket", { data: { items: 2 } });
      await order.step("pay", () => Promise.reject(new Error("declined"))).catch(() => {});
    });
    run.progress(60);
    // The first heartbeat is given up when the work ends before it is answered.
    const hasBeaten = async () =>
      (await client.executionDetail({ execution_id: `${id}` })).last_heartbeat_at !== null;
    for (let tries = 0; tries < 500 && !await hasBeaten(); tries++);
    return { ordered: false };
  });
  assert.ok(id);
  const shown = await client.executionDetail({ execution_id: id });
  assert.deepEqual(
    [shown.status, shown.progress, shown.result, shown.inputs],
    ["completed", 60, { ordered: false }, { n: 1 }],
  );
  const [order, pay] = shown.steps;
  assert.deepEqual([order?.name, order?.outcome, order?.parent_seq], ["order", "completed", null]);
  assert.deepEqual(
    [pay?.name, pay?.outcome, pay?.error, pay?.parent_seq],
    ["pay", "failed", "declined", order?.seq],
  );
  assert.ok((order?.seconds ?? -1) >= (pay?.seconds ?? 0));
  assert.deepEqual(shown.logs?.map((line) => (line as { message: string }).message), [
    "in the basket",
  ]);
  assert.notEqual(shown.last_heartbeat_at, null);
  const [session_id, stream, viewer] = links;
  assert.equal(session_id, shown.session_id);
  assert.ok(stream?.includes(`${session_id}`) && viewer?.includes(`${session_id}`));
});

for (const way of ["Realtime", "a heartbeat"]) {
  Deno.test(`a run that is asked to stop learns of it by ${way}, and ends as cancelled`, async () => {
    const user = await signUp();
    const client = createRuntrailClient(
      way === "Realtime"
        ? user.client
        : { url: target.apiUrl, key: target.publishableKey, accessToken: user.token },
    );
    const workflow_id = await makeWorkflow(user);
    // Beats are too far apart to tell where Realtime must.
    const heartbeatSeconds = way === "Realtime" ? 3600 : 0.2;
    let id: string | null = null;
    const running = track(client, { workflow_id, heartbeatSeconds }, async (run) => {
      id = run.execution_id;
      // The run may hear of it before whoever asks has an answer.
      const stopped = new Promise((resolve) => run.signal.addEventListener("abort", resolve));
      await client.cancelExecution({ execution_id: `${id}`, reason: "no longer needed" });
      await stopped;
      run.signal.throwIfAborted();
    });
    await assert.rejects(running, (error) => {
      assert.ok(error instanceof RunCancelledError);
      assert.equal(error.reason, "no longer needed");
      return true;
    });
    const shown = await client.executionDetail({ execution_id: `${id}` });
    assert.deepEqual([shown.status, shown.error_code], ["cancelled", null]);
  });
}

Deno.test("a run that the database ends is told so, and what it reports since is kept", async () => {
  const user = await signUp();
  const client = createRuntrailClient({
    ...{ url: target.apiUrl, key: target.publishableKey, accessToken: user.token },
  });
  const problems: TrackingProblem[] = [];
  let id = "";
  const running = track(client, {
    ...{ workflow_id: await makeWorkflow(user), heartbeatSeconds: 0.2 },
    onTrackingError: (problem) => void problems.push(problem),
  }, async (run) => {
    id = `${run.execution_id}`;
    const stopped = new Promise((resolve) => run.signal.addEventListener("abort", resolve));
    const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
    await sql`
      update public.workflow_executions
      set status = 'failed', error_code = 'timed_out', error = 'Too long'
      where execution_id = ${id}
    `;
    await sql.end();
    await stopped;
    run.log("after the end");
    run.signal.throwIfAborted();
  });
  await assert.rejects(running, RunCancelledError);
  const shown = await client.executionDetail({ execution_id: id });
  assert.deepEqual([shown.status, shown.error_code], ["failed", "timed_out"]);
  const kept = shown.events.map(({ kind, message }) => kind === "log" ? message : kind);
  assert.ok(kept.includes("after the end") && kept.includes("late_report"), kept.join());
  assert.deepEqual(problems.map(({ kind, reports }) => [kind, reports]), [["late", 2]]);
});
