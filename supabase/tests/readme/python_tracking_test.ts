import assert from "node:assert/strict";
import { makeWorkflow, signUp, target, type User } from "../actors.ts";
import { request } from "../request.ts";
import { codeBlocks, section } from "./read-readme.ts";

const [program = ""] = codeBlocks(section("### From Python"), "python");

interface Shown {
  readonly status: string;
  readonly error: string | null;
  readonly steps: readonly { name: string; outcome: string | null; error: string | null }[];
  readonly [field: string]: unknown;
}

/** The newest run of a workflow. */
async function newest(user: User, workflow_id: string): Promise<Shown> {
  const { data } = await user.client.rpc("execution_history", { workflow_id }).throwOnError();
  const { execution_id } = data.executions[0];
  return (await user.client.rpc("execution_detail", { execution_id }).throwOnError()).data;
}

function assertCompleted(run: Shown): void {
  assert.deepEqual(
    [run.status, run.result, run.progress, run.inputs],
    ["completed", { price: 12.5 }, 50, { url: "https://example.com" }],
  );
  assert.deepEqual(run.steps.map(({ name, outcome }) => [name, outcome]), [
    ["sign in", "completed"],
  ]);
}

/** Runs a program; null where there is no Python. */
async function python(code: string, env: Record<string, string>) {
  try {
    const { success, stdout, stderr } = await new Deno.Command("python3", {
      args: ["-c", code],
      env,
    }).output();
    const decoder = new TextDecoder();
    return { success, printed: decoder.decode(stdout), said: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

Deno.test("README's tracking from Python sends requests that track a run", async () => {
  const user = await signUp();
  const workflow_id = await makeWorkflow(user);
  const sent = new Set<string>();
  const send = async (name: string, body: Record<string, unknown>) => {
    // Everything that is sent here is sent by the program too, under the same names.
    assert.ok(program.includes(`call("${name}"`), name);
    const entries = (body.append_logs ?? []) as Record<string, unknown>[];
    for (const key of [body, ...entries].flatMap((fields) => Object.keys(fields))) {
      assert.match(program, new RegExp(`"${key}"|\\b${key}=`), key);
    }
    sent.add(name);
    const answer = await request("POST", `/${name}`, { headers: user.headers, json: body });
    assert.equal(answer.fields.success, true, answer.text);
    return answer.fields;
  };
  const inputs = { url: "https://example.com" };
  const create = { workflow_id, inputs, idempotency_key: crypto.randomUUID() };
  const { execution_id } = await send("create-execution", create);
  assert.equal((await send("create-execution", create)).execution_id, execution_id);
  const beat = await send("heartbeat-execution", { execution_id });
  for (const field of ["cancel_requested", "status"]) {
    assert.ok(field in beat && program.includes(`answer["${field}"]`), field);
  }
  const step = { step: "sign in", id: crypto.randomUUID() };
  const start = { ...step, kind: "step_started" };
  const end = { ...step, kind: "step_finished", step_id: step.id, id: crypto.randomUUID() };
  await send("update-execution", { execution_id, append_logs: [start] });
  await send("update-execution", { execution_id, append_logs: [end] });
  await send("update-execution", { execution_id, append_logs: [end] });
  await send("update-execution", {
    ...{ execution_id, progress: 50 },
    append_logs: [{ message: "signed in", id: crypto.randomUUID() }],
  });
  await send("update-execution", { execution_id, status: "completed", result: { price: 12.5 } });
  assertCompleted(await newest(user, workflow_id));
  const named = [...program.matchAll(/call\("([\w-]+)"/g)].map(([, name = ""]) => name);
  assert.deepEqual(sent, new Set(named));
});

Deno.test("README's tracking from Python runs as it stands, where there is Python", async () => {
  const user = await signUp();
  const workflow_id = await makeWorkflow(user);
  const env = { API_URL: target.apiUrl, ACCESS_TOKEN: user.token, WORKFLOW_ID: workflow_id };
  const done = await python(program, env);
  if (done === null) return; // What it sends is tested above.
  assert.ok(done.success, done.said);
  assert.equal(done.printed, "{'price': 12.5}\n");
  assertCompleted(await newest(user, workflow_id));

  const failing = program.replace("lambda: None", "lambda: 1 / 0");
  assert.notEqual(failing, program);
  assert.equal((await python(failing, env))?.success, false);
  const failed = await newest(user, workflow_id);
  assert.equal(failed.status, "failed");
  assert.match(`${failed.error}`, /^Traceback [\s\S]*ZeroDivisionError: division by zero/);
  assert.deepEqual(
    failed.steps.map(({ outcome, error }) => [outcome, error]),
    [["failed", "division by zero"]],
  );
});
