import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import {
  createRuntrailClient,
  type RuntrailClient,
  track,
  type TrackingProblem,
} from "../../../client/mod.ts";
import { sendSpilled } from "../../../client/spill.ts";
import { makeWorkflow, signUp, target, type User } from "../actors.ts";

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a runner, kills it with SIGKILL after some lines, and tells what it had logged by then. */
async function killedRunner(user: User, workflow_id: string, spill: string, how: string[]) {
  const config = file("../../../deno.json");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", config, file("killed-runner.ts"), workflow_id, spill, ...how],
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

/** Has the database end what has run for longer than it may, until it has ended this run. */
async function reap(client: RuntrailClient, execution_id: string): Promise<void> {
  const sql = postgres(target.databaseUrl, { max: 1, onnotice: () => {} });
  while ((await client.executionDetail({ execution_id })).status === "running") {
    await sql`select private.reap_executions(100000)`;
  }
  await sql.end();
}

const endings = [
  // Recorded while it ran, it is the database that ends it; else it is known to be over.
  { how: "connected", isReaped: false, status: "running", error_code: null, told: [] },
  {
    ...{ how: "connected", isReaped: true, status: "failed", error_code: "timed_out" },
    told: ["late"],
  },
  { how: "cut", isReaped: false, status: "failed", error_code: null, told: [] },
];

for (const { how, isReaped, status, error_code, told } of endings) {
  const as = isReaped ? `${how}, then reaped` : how;
  Deno.test(`what a killed runner had logged (${as}) comes with the next start, none twice`, async () => {
    const user = await signUp();
    const workflow_id = await makeWorkflow(user);
    const client = createRuntrailClient(user.client);
    const spill = await Deno.makeTempDir();
    try {
      const killed = await killedRunner(user, workflow_id, spill, [how, isReaped ? "1" : "3600"]);
      const { execution_id } = killed;
      if (how === "connected") {
        const { events } = await client.executionDetail({ execution_id });
        assert.ok(events.length > 0 && events.length <= killed.lines.length, `${events.length}`);
      }
      if (isReaped) await reap(client, execution_id);
      // The next start of the runner sends it beside its own run.
      const problems: TrackingProblem[] = [];
      await track(client, {
        ...{ workflow_id, spill },
        onTrackingError: (problem) => void problems.push(problem),
      }, async (run) => {
        run.log("the next run");
        await run.flush();
      });
      assert.deepEqual([...new Set(problems.map(({ kind }) => kind))], told);
      assert.deepEqual(await sendSpilled(client, spill), { sent: 0, left: 0 }, "all was sent");
      const { executions } = await client.executionHistory({ workflow_id });
      assert.equal(executions.length, 2);
      const runs = await Promise.all(
        executions.map(({ execution_id }) => client.executionDetail({ execution_id })),
      );
      const messages = runs.map(({ events }) => events.map(({ message }) => message))
        .sort((a, b) => b.length - a.length);
      assertLogged(messages[0] ?? [], killed.lines);
      assert.deepEqual(messages[1], ["the next run"]);
      const ended = runs.find(({ events }) => events.length > 1);
      assert.deepEqual([ended?.status, ended?.error_code], [status, error_code]);
    } finally {
      await Deno.remove(spill, { recursive: true });
    }
  });
}
