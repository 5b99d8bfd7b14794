import process from "node:process";

/** Reads how many milliseconds of the processor something has used so far; null where unknown. */
export type ProcessorClock = () => Promise<number | null>;

/**
 * A clock of this process and of processes on this machine that have one thread each, as Postgres's
 * backends do: what others do on the machine makes work take longer, but hardly more of this.
 *
 * @param pids What Linux tells about them is read; elsewhere the clock says null.
 */
export function processorClock(pids: readonly number[]): ProcessorClock {
  return async () => {
    const { user, system } = process.cpuUsage();
    const others = await Promise.all(pids.map(nanoseconds));
    if (others.some((each) => each === null)) return null;
    return (user + system) / 1e3 + others.reduce<number>((sum, each) => sum + (each ?? 0), 0) / 1e6;
  };
}

/** Not /proc/PID/stat, which counts in hundredths of a second. */
async function nanoseconds(pid: number): Promise<number | null> {
  const text = await Deno.readTextFile(`/proc/${pid}/schedstat`).catch(() => "");
  const value = Number.parseInt(text);
  return Number.isNaN(value) ? null : value;
}
