import assert from "node:assert/strict";
import postgres from "postgres";
import { createRuntrailClient, track, type TrackingProblem } from "../../../client/mod.ts";
import { sendSpilled } from "../../../client/spill.ts";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { columnsWith } from "./columns-with.ts";

Deno.test("a secret in an input, URL, log, step, result or exception is nowhere in the database", async () => {
  const user = await signUp();
  const client = createRuntrailClient(user.client);
  const workflow_id = await makeWorkflow(user);
  const mark = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  const secret = `s3"${mark}/&pw`;
  const basic = btoa(`user:${secret}`);
  const pin = 100_000_000 + Math.floor(Math.random() * 800_000_000);
  const spill = await Deno.makeTempDir();
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  const problems: TrackingProblem[] = [];
  try {
    const options = {
      ...{ workflow_id, spill, secrets: [secret], secret_inputs: ["login"] },
      inputs: { login: { pin }, url: `https://example.com/?token=${encodeURIComponent(secret)}` },
      metadata: { [`about ${secret}`]: secret },
      tags: [`tag ${pin}`],
      onTrackingError: (problem: TrackingProblem) => void problems.push(problem),
    };
    await assert.rejects(track(client, options, async (run) => {
      run.log(`typed ${secret} and ${pin}`, {
        data: { secret, html: secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;"), pin },
      });
      run.log(JSON.stringify({ body: JSON.stringify({ secret }) }));
      await run.step(`enter ${secret}`, () => {
        throw new Error(`refused ${secret}`);
      }).catch(() => {});
      throw new Error(`at ${encodeURI(secret)}`, {
        cause: new Error(`Basic ${basic}`),
      });
    }));
    await track(client, options, () => ({ [secret]: [`it was ${secret}`, pin] }));
    // One that stays on disk.
    const offline = createRuntrailClient({ url: "http://127.0.0.1:1", key: "k" });
    await track(offline, { ...options, createSeconds: 0.1, flushSeconds: 0.1 }, (run) => {
      run.log(`kept ${secret}`);
    });
    for (const { name } of Deno.readDirSync(spill)) {
      const text = await Deno.readTextFile(`${spill}/${name}`);
      assert.ok(!text.includes(mark) && !text.includes(`${pin}`), text);
    }
    assert.deepEqual(await sendSpilled(client, spill), { sent: 1, left: 0 });
    for (const { cause, ...problem } of problems) {
      assert.ok(!JSON.stringify(problem).includes(mark), `${problem.message} ${cause}`);
    }

    // The scan finds what is there.
    const control = `control ${crypto.randomUUID()}`;
    await client.createExecution({ workflow_id, inputs: { control } });
    assert.deepEqual(await columnsWith(sql, [control]), ["public.workflow_executions.inputs"]);
    for (const part of [mark, `${pin}`, basic.slice(8, -4)]) {
      assert.deepEqual(await columnsWith(sql, [part]), [], part);
    }
    const { executions } = await client.executionHistory({ workflow_id, include_payloads: true });
    assert.ok(JSON.stringify(executions).includes("[redacted]"));
  } finally {
    await sql.end();
    await Deno.remove(spill, { recursive: true });
  }
});
