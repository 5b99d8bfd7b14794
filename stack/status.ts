import { fail } from "./lifecycle/fail.ts";
import { livingStack } from "./lifecycle/living-stack.ts";
import { knownPorts } from "./lifecycle/stack-state.ts";
import { taskOptions } from "./lifecycle/task-options.ts";
import { welcome } from "./welcome.ts";

const usage = `deno task status [--output env|json] [--port N]
Prints the variables of the running stack on a port (54321), named as by "supabase status".`;

const { port, output } = taskOptions(usage);
const state = livingStack(port);
if (state === null) {
  const others = knownPorts().filter((other) => livingStack(other) !== null);
  const hint = others.length === 0 ? "" : ` There is one on: ${others.join(", ")}.`;
  const option = port === 54321 ? "" : ` --port ${port}`;
  fail(`No stack runs on port ${port}.${hint} Start one with "deno task start${option}".`);
}
if (state.phase !== "ready") fail(`The stack on port ${port} is still starting.`);
if (output === "json") console.log(JSON.stringify(state.env, null, 2));
else if (output === "env") {
  for (const [name, value] of Object.entries(state.env)) console.log(`${name}="${value}"`);
} else if (output === "") console.log(welcome(state.env, state.dataDir, port));
else fail(`--output is "${output}"; it takes env or json.\n${usage}`);
