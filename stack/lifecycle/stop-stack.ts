import { join } from "node:path";
import { endProcess } from "./end-process.ts";
import { releasePort } from "./claim-port.ts";
import { endLeftovers } from "./end-leftovers.ts";
import { type FileLock, lockFile } from "./lock-file.ts";
import { knownPorts, readState, stackDir } from "./stack-state.ts";

const patienceMs = 20_000;

/**
 * Ends the stack on a port, living or dead.
 *
 * @returns What was done, as a sentence.
 * @throws Error when it does not end.
 */
export async function stopStack(port: number): Promise<string> {
  if (!knownPorts().includes(port)) {
    const others = knownPorts();
    const hint = others.length === 0 ? "" : ` There is one on: ${others.join(", ")}.`;
    return `No stack runs on port ${port}.${hint}`;
  }
  const path = join(stackDir(port), "lock");
  const dead = lockFile(path);
  if (dead !== null) return await cleanUp(port, dead, "It had been killed; what it left is gone.");
  const pid = readState(port)?.pid;
  if (pid !== undefined) Deno.kill(pid, "SIGTERM");
  for (const since = Date.now(); Date.now() - since < patienceMs;) {
    if (!knownPorts().includes(port)) return `The stack on port ${port} has ended.`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (pid !== undefined) await endProcess(pid, "SIGKILL");
  const lock = lockFile(path);
  if (lock === null) throw new Error(`The stack on port ${port} does not end (process ${pid}).`);
  return await cleanUp(port, lock, "It did not answer and was killed.");
}

async function cleanUp(port: number, lock: FileLock, text: string): Promise<string> {
  await endLeftovers(port);
  releasePort(port, lock);
  return `The stack on port ${port} has ended. ${text}`;
}
