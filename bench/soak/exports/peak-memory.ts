import { stackMark } from "../../../stack/lifecycle/end-leftovers.ts";
import { processesWithVariable } from "../../../stack/lifecycle/processes.ts";
import { stackDir } from "../../../stack/lifecycle/stack-state.ts";

/**
 * The highest memory (resident) of the process that runs a stack's functions while something goes on,
 * in MiB; null but on Linux.
 */
export async function peakMemory(
  apiUrl: string,
  work: () => Promise<unknown>,
): Promise<number | null> {
  const port = Number(new URL(apiUrl).port);
  const [pid] = processesWithVariable(stackMark, stackDir(port));
  if (pid === undefined) throw new Error("No process runs the functions.");
  if (Deno.build.os !== "linux") {
    await work();
    return null;
  }
  // Forgets the peak so far.
  await Deno.writeTextFile(`/proc/${pid}/clear_refs`, "5");
  await work();
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1]) / 1024;
}
