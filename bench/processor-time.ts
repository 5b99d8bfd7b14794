import process from "node:process";

/** Reads how many milliseconds of the processor something has used so far; null where unknown. */
export type ProcessorClock = () => Promise<number | null>;

/** A clock of this process. */
export const ownClock: ProcessorClock = () => {
  const { user, system } = process.cpuUsage();
  return Promise.resolve((user + system) / 1e3);
};

/**
 * A clock of processes on this machine that have one thread each, as Postgres's backends do: what
 * others do on the machine makes work take longer, but hardly more of this.
 *
 * @param pids What Linux tells about them is read; elsewhere the clock says null.
 */
export function processesClock(pids: readonly number[]): ProcessorClock {
  return async () => {
    const each = await Promise.all(pids.map(processTime));
    return each.reduce<number | null>(
      (sum, one) => sum === null || one === null ? null : sum + one,
      0,
    );
  };
}

/** A clock of this process and of such processes together. */
export function processorClock(pids: readonly number[]): ProcessorClock {
  const others = processesClock(pids);
  return async () => {
    const [own, rest] = [await ownClock(), await others()];
    return own === null || rest === null ? null : own + rest;
  };
}

/** In milliseconds; not /proc/PID/stat, which counts in hundredths of a second. */
async function processTime(pid: number): Promise<number | null> {
  const text = await Deno.readTextFile(`/proc/${pid}/schedstat`).catch(() => "");
  const nanoseconds = Number.parseInt(text);
  return Number.isNaN(nanoseconds) ? null : nanoseconds / 1e6;
}
