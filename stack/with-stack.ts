import { fail } from "./lifecycle/fail.ts";
import { freePorts } from "./lifecycle/free-ports.ts";
import { watchLaunchers } from "./lifecycle/launchers.ts";
import { onStopSignal } from "./lifecycle/stop-signals.ts";
import { startStack } from "./stack.ts";

/**
 * `deno run -A stack/with-stack.ts -- command args...`: runs a command with the variables of a
 * Supabase in its environment, and ends with its exit code.
 *
 * The Supabase is an ephemeral stack on free ports. With RUNTRAIL_TEST_TARGET=external it is the
 * one that the variables name already, a `supabase start` or a hosted test project: never without
 * that word, because the tests write to it. Inside a command of this program it starts nothing and
 * uses what is there.
 */
const required = ["API_URL", "DB_URL", "PUBLISHABLE_KEY", "SECRET_KEY"];
const insideName = "RUNTRAIL_INSIDE_WITH_STACK";
const command = Deno.args[0] === "--" ? Deno.args.slice(1) : Deno.args;

const stopping = new AbortController();

/** Returns the command's exit code; 127, as shells do, when there is no such program. */
async function run(env: Record<string, string>): Promise<number> {
  const [program = "", ...args] = command;
  try {
    // As in tasks, "deno" is the one that runs this, also when it is not on the path.
    const file = program === "deno" ? Deno.execPath() : program;
    const child = new Deno.Command(file, { args, env }).spawn();
    stopping.signal.addEventListener("abort", () => child.kill("SIGTERM"));
    return (await child.status).code;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 127;
  }
}

async function runOnEphemeralStack(): Promise<number> {
  const [port = 0, dbPort = 0] = freePorts(2);
  const end = () => stopping.abort(new Error("Stopped."));
  onStopSignal(end);
  watchLaunchers(end);
  const stack = await startStack({
    ...{ port, dbPort, dataDir: null, signal: stopping.signal },
    onProgress: () => {},
    onLog: (line) => console.error(line),
  });
  const code = await run({ ...stack.env, [insideName]: "1" });
  await stack.stop();
  return code;
}

if (command.length === 0) fail("Name a command: with-stack.ts -- command args...");
const target = Deno.env.get("RUNTRAIL_TEST_TARGET") ?? "";
if (!["", "external"].includes(target)) {
  fail(`RUNTRAIL_TEST_TARGET is "${target}"; the only value it takes is "external".`);
}
const missing = required.filter((name) => !Deno.env.get(name));
if (target === "external" && missing.length > 0) {
  fail(
    `RUNTRAIL_TEST_TARGET=external needs ${missing.join(", ")} in the environment; ` +
      `"supabase status -o env" prints them for a local project.`,
  );
}
const isGiven = target === "external" || Deno.env.has(insideName);
try {
  Deno.exit(isGiven ? await run({}) : await runOnEphemeralStack());
} catch (error) {
  fail(error);
}
