import { commandLine } from "./processes.ts";

const intervalMs = 500;
const launcher = /^(\S*\/)?(deno|node|npx|npm)\b|^(\S*\/)?sh -c /;

/**
 * Calls `onOrphaned` once when one of the programs that launched us has ended without ending us: a
 * killed `deno task` or `npx` cannot pass on a signal. Only they count; the shell above them may
 * well end before us.
 */
export function watchLaunchers(onOrphaned: () => void): void {
  const launchers = launchersOf(Deno.pid);
  const timer = setInterval(() => {
    if (launchers.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(timer);
    onOrphaned();
  }, intervalMs);
  Deno.unrefTimer(timer);
}

/** The chain of launchers above a process, each with its child's view of it. */
function launchersOf(pid: number): { pid: number; parent: number }[] {
  const parent = parentOf(pid);
  if (parent === null || !launcher.test(commandLine(parent) ?? "")) return [];
  return [{ pid, parent }, ...launchersOf(parent)];
}

/** A process whose parent ends gets another parent: the change is what we look for. */
function parentOf(pid: number): number | null {
  if (pid === Deno.pid) return Deno.ppid;
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}
