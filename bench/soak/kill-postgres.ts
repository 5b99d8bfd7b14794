import { setTimeout as delay } from "node:timers/promises";
import { runningPostgres } from "../../stack/lifecycle/end-leftovers.ts";

/**
 * Sends SIGKILL to the server on a data directory and to all its processes, so that none of them can
 * finish what it was doing, and waits until the last is gone: until then the shared memory is in use,
 * and no server starts on the directory. Linux: it reads /proc, as each backend has a process group
 * of its own.
 *
 * @throws Error when no server runs there.
 */
export async function killPostgres(dir: string): Promise<void> {
  const postmaster = runningPostgres(dir);
  if (postmaster === null) throw new Error(`No Postgres runs on ${dir}.`);
  // Stopped, it starts no more of them; killed last, none of them sees it go and says good-bye.
  Deno.kill(postmaster, "SIGSTOP");
  const all = [...childrenOf(postmaster), postmaster];
  for (const pid of all) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      // One that has ended by itself meanwhile.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  while (all.some((pid) => !"ZX".includes(stat(pid)?.state ?? "X"))) await delay(10);
}

function childrenOf(parent: number): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name))
    .filter((pid) => pid > 0 && stat(pid)?.parent === parent);
}

/** Null when there is no such process. State Z: it has ended, and its parent has not noticed. */
function stat(pid: number): { state: string; parent: number } | null {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // "pid (name) state parent ...": the name may hold anything.
    const [state = "", parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
}
