import { fail } from "./lifecycle/fail.ts";
import { stopStack } from "./lifecycle/stop-stack.ts";
import { taskOptions } from "./lifecycle/task-options.ts";

const usage = `deno task stop [--port N]
Ends the stack on a port (54321), and what a killed one has left there. Its data stays.`;

const { port } = taskOptions(usage);
try {
  console.log(await stopStack(port));
} catch (error) {
  fail(error);
}
