import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createRuntrailClient, track } from "../../../client/mod.ts";
import { sendSpilled } from "../../../client/spill.ts";
import { makeWorkflow, signUp, target, type User } from "../actors.ts";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a runner, kills it with SIGKILL after some lines, and tells what it had logged by then. */
async function killedRunner(user: User, workflow_id: string, spill: string, how: string) {
  const config = file("../../../deno.json");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", config, file("killed-runner.ts"), workflow_id, spill, how],
    env: {
      API_URL: target.apiUrl,
      PUBLISHABLE_KEY: target.publishableKey,
      ACCESS_TOKEN: user.token,
    },
    stdout: "piped",
  }).spawn();
  let printed = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    printed += decoder.decode(chunk, { stream: true });
    if (printed.includes("line 300\n")) child.kill("SIGKILL");
  }
  assert.equal((await child.status).signal, "SIGKILL");
  const whole = printed.slice(0, printed.lastIndexOf("\n")).split("\n");
  return {
    execution_id: /^run (.*)$/m.exec(printed)?.[1] ?? "",
    lines: whole.filter((line) => line.startsWith("line ")),
  };
}

/** The lines that the API has, and those beyond what was printed left out: they are one at most. */
function assertLogged(messages: (string | null)[], printed: string[]): void {
  assert.deepEqual(messages.slice(0, printed.length), printed);
  assert.ok(messages.length <= printed.length + 1, `${messages.length} of ${printed.length}`);
}

for (const how of ["connected", "cut"]) {
  Deno.test(`what a killed runner had logged (${how}) comes with the next start, none twice`, async () => {
    const user = await signUp();
    const workflow_id = await makeWorkflow(user);
    const client = createRuntrailClient(user.client);
    const spill = await Deno.makeTempDir();
    try {
      const killed = await killedRunner(user, workflow_id, spill, how);
      if (how === "connected") {
        const { events } = await client.executionDetail({ execution_id: killed.execution_id });
        assert.ok(events.length > 0 && events.length <= killed.lines.length, `${events.length}`);
      }
      // The next start of the runner sends it beside its own run.
      await track(client, { workflow_id, spill }, async (run) => {
        run.log("the next run");
        await run.flush();
      });
      assert.deepEqual(await sendSpilled(client, spill), { sent: 0, left: 0 }, "all was sent");
      const { executions } = await client.executionHistory({ workflow_id });
      assert.equal(executions.length, 2);
      const [next, earlier] = await Promise.all(
        executions.map(({ execution_id }) => client.executionDetail({ execution_id })),
      );
      const runs = [next, earlier].sort((a, b) =>
        (b?.events.length ?? 0) - (a?.events.length ?? 0)
      );
      assertLogged(runs[0]?.events.map(({ message }) => message) ?? [], killed.lines);
      assert.deepEqual(runs[1]?.events.map(({ message }) => message), ["the next run"]);
      // Recorded while it ran, it is the database that ends it; else it is known to be over.
      assert.equal(runs[0]?.status, how === "connected" ? "running" : "failed");
      assert.equal(runs[1]?.status, "completed");
    } finally {
      await Deno.remove(spill, { recursive: true });
    }
  });
}
