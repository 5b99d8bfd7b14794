import { openDataFolder } from "./database/data-folder.ts";
import { defaultDataDir } from "./database/default-data-dir.ts";
import { emptyPlace } from "./database/open-database.ts";
import { pathExists } from "./database/path-exists.ts";
import { fail } from "./lifecycle/fail.ts";
import { takeFailure } from "./lifecycle/failure-note.ts";
import { livingStack } from "./lifecycle/living-stack.ts";
import type { StackState } from "./lifecycle/stack-state.ts";
import { taskOptions } from "./lifecycle/task-options.ts";

const usage = `deno task reset [--port N] [--data DIR]
Empties the database of the stack on a port (54321) and applies migrations and seed again.
When no stack runs there, it empties the data folder instead (.runtrail/PORT, or --data).`;

const { port, data } = taskOptions(usage);
try {
  const state = livingStack(port);
  console.log(state === null ? await emptyFolder() : await resetRunning(state));
} catch (error) {
  fail(error);
}

async function resetRunning({ pid, phase, resets }: StackState): Promise<string> {
  if (phase !== "ready") throw new Error(`The stack on port ${port} is still starting.`);
  takeFailure(port);
  Deno.kill(pid, "SIGUSR2");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = livingStack(port);
    if (now?.pid !== pid) {
      throw new Error(`${takeFailure(port) ?? "It was stopped."}\nThe stack has ended.`);
    }
    if (now.resets > resets && now.phase === "ready") return "The database is as new.";
  }
}

async function emptyFolder(): Promise<string> {
  const folder = data ?? defaultDataDir(port);
  if (!pathExists(folder)) return `No stack runs on port ${port}, and ${folder} does not exist.`;
  const place = await openDataFolder(folder);
  emptyPlace(place);
  place.release();
  return `No stack runs on port ${port}; emptied ${folder}. The next start makes it anew.`;
}
