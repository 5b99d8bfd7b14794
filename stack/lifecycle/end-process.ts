import { commandLine } from "./processes.ts";

const patienceMs = 5_000;

/**
 * Ends a process that is not our child: first as asked, after five seconds by SIGKILL. Returns when
 * it is gone.
 */
export async function endProcess(pid: number, first: Deno.Signal): Promise<void> {
  for (const signal of [first, "SIGKILL"] as const) {
    try {
      Deno.kill(pid, signal);
    } catch {
      return; // it has ended already
    }
    for (const since = Date.now(); Date.now() - since < patienceMs;) {
      if (commandLine(pid) === null) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
