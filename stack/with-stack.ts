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
 * that word, because the tests write to it.
 */
const required = ["API_URL", "DB_URL", "PUBLISHABLE_KEY", "SECRET_KEY"];
const command = Deno.args[0] === "--" ? Deno.args.slice(1) : Deno.args;

async function run(env: Record<string, string>, stop: () => Promise<void>): Promise<never> {
  const [program = "true", ...args] = command;
  const child = new Deno.Command(program, { args, env }).spawn();
  const end = () => child.kill("SIGTERM");
  onStopSignal(end);
  watchLaunchers(end);
  const { code } = await child.status;
  await stop();
  Deno.exit(code);
}

const target = Deno.env.get("RUNTRAIL_TEST_TARGET");
if (target === "external") {
  const missing = required.filter((name) => !Deno.env.get(name));
  if (missing.length > 0) {
    fail(
      `RUNTRAIL_TEST_TARGET=external needs ${missing.join(", ")} in the environment; ` +
        `"supabase status -o env" prints them for a local project.`,
    );
  }
  await run({}, () => Promise.resolve());
} else if (target) {
  fail(`RUNTRAIL_TEST_TARGET is "${target}"; the only value it takes is "external".`);
}
const [port = 0, dbPort = 0] = freePorts(2);
try {
  const stack = await startStack({
    port,
    dbPort,
    dataDir: null,
    onProgress: () => {},
    onLog: (line) => console.error(line),
  });
  await run(stack.env, stack.stop);
} catch (error) {
  fail(error);
}
