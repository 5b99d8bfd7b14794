import { join } from "node:path";
import { runtimeDir } from "../runtime-dir.ts";

/** Leaves the reason why a stack has ended for the command that waits for it. */
export function writeFailure(port: number, error: unknown): void {
  Deno.writeTextFileSync(notePath(port), error instanceof Error ? error.message : String(error));
}

/** Takes that reason, or null when there is none. */
export function takeFailure(port: number): string | null {
  try {
    const text = Deno.readTextFileSync(notePath(port));
    Deno.removeSync(notePath(port));
    return text;
  } catch {
    return null;
  }
}

/** Outside the stack's own folder, which is removed with it. */
function notePath(port: number): string {
  return join(runtimeDir(), `failure-${port}.txt`);
}
