const hasProc = Deno.build.os === "linux";

/** Numbers of all processes but our own. */
export function processNumbers(): number[] {
  const names = hasProc
    ? [...Deno.readDirSync("/proc")].map(({ name }) => name)
    : ps(["-axo", "pid="])?.split("\n") ?? [];
  return names.map(Number).filter((pid) => pid > 0 && pid !== Deno.pid);
}

/**
 * The command line of a process, arguments separated by spaces. Null when there is no such process
 * or it has ended and only waits for its parent to notice.
 */
export function commandLine(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (!hasProc) return ps(["-o", "command=", "-p", String(pid)]);
  return readProc(pid, "cmdline")?.replaceAll("\0", " ").trim() || null;
}

/** Processes whose environment holds `name=value`; only those that we may look into. */
export function processesWithVariable(name: string, value: string): number[] {
  const wanted = `${name}=${value}`;
  if (hasProc) {
    return processNumbers().filter((pid) => readProc(pid, "environ")?.split("\0").includes(wanted));
  }
  const lines = ps(["-axEww", "-o", "pid=,command="])?.split("\n") ?? [];
  return lines.filter((line) => line.includes(` ${wanted}`)).map((line) => parseInt(line))
    .filter((pid) => pid !== Deno.pid);
}

function readProc(pid: number, file: "cmdline" | "environ"): string | null {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return null;
  }
}

function ps(args: string[]): string | null {
  const { success, stdout } = new Deno.Command("ps", { args, stderr: "null" }).outputSync();
  return success ? new TextDecoder().decode(stdout).trim() : null;
}
