import { runningPostgres } from "../../stack/lifecycle/end-leftovers.ts";

/**
 * Sends SIGKILL to the server on a data directory and to all its processes, so that none of them can
 * finish what it was doing. Linux: it reads /proc, as each backend has a process group of its own.
 *
 * @throws Error when no server runs there.
 */
export function killPostgres(dir: string): void {
  const postmaster = runningPostgres(dir);
  if (postmaster === null) throw new Error(`No Postgres runs on ${dir}.`);
  const all = [postmaster, ...childrenOf(postmaster)];
  for (const pid of all) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      // One that has ended by itself meanwhile.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function childrenOf(parent: number): number[] {
  const children: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // "pid (name) state parent ...": the name may hold anything.
      const parentPid = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
      if (Number(parentPid) === parent) children.push(Number(name));
    } catch {
      // It has ended.
    }
  }
  return children;
}
