import { join } from "node:path";
import { endProcess } from "./end-process.ts";
import { commandLine, processesWithVariable } from "./processes.ts";
import { readState, stackDir } from "./stack-state.ts";

/** The variable by which processes of a stack are known; its value is the stack's folder. */
export const stackMark = "RUNTRAIL_STACK_DIR";

/**
 * Ends what a killed stack has left on a port: Postgres, the functions' process, and the folder
 * with the data of an ephemeral stack. To be called with the lock of that port held, which proves
 * that the stack itself is gone.
 *
 * @returns Whether a process was still there.
 */
export async function endLeftovers(port: number): Promise<boolean> {
  const dir = stackDir(port);
  const state = readState(port);
  const server = state === null ? null : runningPostgres(state.postgresDir);
  const others = processesWithVariable(stackMark, dir);
  const found = [...(server === null ? [] : [server]), ...others];
  await Promise.all(found.map((pid) => endProcess(pid, pid === server ? "SIGINT" : "SIGTERM")));
  for (const entry of Deno.readDirSync(dir)) {
    if (entry.name !== "lock") Deno.removeSync(join(dir, entry.name), { recursive: true });
  }
  return found.length > 0;
}

/**
 * The process number of the server that runs on a data directory, or null. A pid file that outlived
 * its server is removed: its number may by now belong to any other process, and Postgres would
 * refuse to start because of it.
 */
export function runningPostgres(dir: string): number | null {
  const path = join(dir, "postmaster.pid");
  try {
    const pid = Number(Deno.readTextFileSync(path).split("\n")[0]);
    if (commandLine(pid)?.includes(dir)) return pid;
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return null;
}
