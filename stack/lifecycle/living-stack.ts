import { join } from "node:path";
import { lockFile } from "./lock-file.ts";
import { knownPorts, readState, stackDir, type StackState } from "./stack-state.ts";

/** The stack that runs on a port, or null; the remains of a killed one do not count. */
export function livingStack(port: number): StackState | null {
  if (!knownPorts().includes(port)) return null;
  const lock = lockFile(join(stackDir(port), "lock"));
  if (lock === null) return readState(port);
  lock.release();
  return null;
}
