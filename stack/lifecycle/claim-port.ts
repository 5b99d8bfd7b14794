import { join } from "node:path";
import { endLeftovers } from "./end-leftovers.ts";
import { type FileLock, lockFile } from "./lock-file.ts";
import { knownPorts, readState, stackDir } from "./stack-state.ts";

const patienceMs = 3_000;

/**
 * Makes this process the owner of the stack on an API port, after ending what killed stacks have
 * left on this and all other ports.
 *
 * @throws Error naming the process when a stack runs there.
 */
export async function claimPort(port: number): Promise<FileLock> {
  for (const other of knownPorts()) {
    if (other !== port) await sweep(other);
  }
  const dir = stackDir(port);
  // A stack that is just ending still holds the lock for a moment.
  for (const since = Date.now(); Date.now() - since < patienceMs;) {
    Deno.mkdirSync(dir, { recursive: true });
    const lock = lockFile(join(dir, "lock"));
    if (lock !== null) {
      await endLeftovers(port);
      return lock;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const state = readState(port);
  const who = state === null ? "" : ` (process ${state.pid}, since ${state.startedAt})`;
  throw new Error(
    `A stack is running on port ${port} already${who}. ` +
      `Use it, end it with "deno task stop --port ${port}", or start another with --port N.`,
  );
}

/** Removes the remains of a stack that was killed; a living one is left alone. */
export async function sweep(port: number): Promise<boolean> {
  const dir = stackDir(port);
  const lock = lockFile(join(dir, "lock"));
  if (lock === null) return false;
  await endLeftovers(port);
  releasePort(port, lock);
  return true;
}

/**
 * Removes the folder of a stack that has ended, and gives its port back. Renamed first: a start that
 * looks after killed stacks at this moment would make a new lock file in a folder half removed.
 */
export function releasePort(port: number, lock: FileLock): void {
  const ended = `${stackDir(port)}-ended-${Deno.pid}`;
  Deno.renameSync(stackDir(port), ended);
  Deno.removeSync(ended, { recursive: true });
  lock.release();
}
