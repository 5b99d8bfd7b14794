import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * The folder where stacks of this system user keep what lives only as long as they run: locks,
 * state files, the prepared Postgres program and the data of ephemeral stacks.
 *
 * It is outside the repository because Postgres started by root drops to an unprivileged user,
 * who cannot enter `/root`; and in one known place, so that a later `start` or `stop` finds what
 * a killed stack has left. `RUNTRAIL_RUNTIME_DIR` overrides it.
 *
 * @throws Error when the folder belongs to someone else: it holds programs we execute.
 */
export function runtimeDir(): string {
  const user = Deno.uid() ?? 0;
  const parent = isDirectory("/var/tmp") ? "/var/tmp" : tmpdir();
  const dir = Deno.env.get("RUNTRAIL_RUNTIME_DIR") ?? join(parent, `runtrail-${user}`);
  Deno.mkdirSync(dir, { recursive: true, mode: 0o755 });
  const info = Deno.lstatSync(dir);
  const writableByOthers = ((info.mode ?? 0) & 0o022) !== 0;
  if (!info.isDirectory || (info.uid ?? user) !== user || writableByOthers) {
    throw new Error(
      `The folder ${dir} must be a directory that belongs to you and that only you can write to. ` +
        `Remove it, or choose another with RUNTRAIL_RUNTIME_DIR=/some/folder.`,
    );
  }
  return dir;
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
