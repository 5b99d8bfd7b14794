import { join } from "node:path";
import { runtimeDir } from "../runtime-dir.ts";

/** What a stack writes down about itself, for `status`, `stop`, `reset` and the next `start`. */
export interface StackState {
  /** The process that holds the stack together. */
  pid: number;
  port: number;
  dbPort: number;
  /** ISO 8601. */
  startedAt: string;
  /** The folder given with --data (or its default); null for an ephemeral stack. */
  dataDir: string | null;
  /** Postgres' own data directory. */
  postgresDir: string;
  /** The Postgres installation in use; trees that no stack uses are removed. */
  tree: string;
  /** `starting` until every part answers. */
  phase: "starting" | "ready";
  /** Times the database was emptied by `reset` while it ran. */
  resets: number;
  /** The variables that `status` prints. */
  env: Record<string, string>;
}

/** What a stack writes first: who it is and what to clean up should it be killed. */
export function newState(
  place: Pick<StackState, "port" | "dbPort" | "dataDir" | "postgresDir" | "tree">,
): StackState {
  const startedAt = new Date().toISOString();
  return { ...place, pid: Deno.pid, startedAt, phase: "starting", resets: 0, env: {} };
}

/** The folder of the stack on an API port; it exists while the stack runs. */
export function stackDir(port: number): string {
  return join(runtimeDir(), "stacks", String(port));
}

/** Ports for which a stack folder exists, whether or not its stack still runs. */
export function knownPorts(): number[] {
  try {
    return [...Deno.readDirSync(join(runtimeDir(), "stacks"))].map(({ name }) => Number(name))
      .filter(Number.isInteger).sort((a, b) => a - b);
  } catch {
    return [];
  }
}

/** What the stack on a port has written, or null: none ran there, or it was killed while writing. */
export function readState(port: number): StackState | null {
  try {
    return JSON.parse(Deno.readTextFileSync(join(stackDir(port), "state.json")));
  } catch {
    return null;
  }
}

/** Replaces the state in one step, so that no reader sees half of it. */
export function writeState(state: StackState): void {
  const path = join(stackDir(state.port), "state.json");
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify(state, null, 2), { mode: 0o600 });
  Deno.renameSync(`${path}.new`, path);
}
