import { files } from "./files.ts";

/** A lock that is held. */
export interface Lock {
  /** Says that its holder is alive. */
  touch(): void;
  release(): void;
}

const STALE_MS = 60_000;

interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes the lock beside a file. One whose holder has died can be taken over: a process of this
 * machine that is gone, or a holder that has not touched it for a minute.
 *
 * @returns null when somebody else holds it
 */
export function takeLock(file: string): Lock | null {
  const { fs } = files();
  const place = `${file}.lock`;
  const own: Holder = { id: crypto.randomUUID(), ...here() };
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      fs.writeFileSync(place, JSON.stringify(own), { flag: "wx", mode: 0o600 });
      return {
        touch: () => fs.utimesSync(place, new Date(), new Date()),
        release: () => {
          if (read(place)?.id === own.id) fs.rmSync(place, { force: true });
        },
      };
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    }
    const holder = read(place);
    if (isAlive(place, holder) || !remove(place, holder)) return null;
  }
  return null;
}

/** Moves it away first: of several who do, one succeeds, and sees whether it is still the dead one. */
function remove(place: string, judged: Holder | null): boolean {
  const { fs } = files();
  const aside = `${place}.${crypto.randomUUID()}`;
  try {
    fs.renameSync(place, aside);
  } catch {
    return false;
  }
  const isJudged = read(aside)?.id === judged?.id;
  try {
    if (!isJudged) fs.linkSync(aside, place);
  } catch {
    // Somebody has taken it meanwhile. What both send is stored once all the same.
  }
  fs.rmSync(aside, { force: true });
  return isJudged;
}

function isAlive(place: string, holder: Holder | null): boolean {
  const { fs } = files();
  let age;
  try {
    age = Date.now() - fs.statSync(place).mtimeMs;
  } catch {
    return false;
  }
  if (age > STALE_MS) return false;
  const { host } = here();
  if (holder === null || host === "" || holder.host !== host) return true;
  return isRunning(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    processOf()?.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}

function read(place: string): Holder | null {
  try {
    return JSON.parse(files().fs.readFileSync(place, "utf8"));
  } catch {
    return null;
  }
}

interface ProcessLike {
  readonly pid: number;
  kill(pid: number, signal: 0): void;
  getBuiltinModule(name: string): unknown;
}

function processOf(): ProcessLike | undefined {
  return (globalThis as { process?: ProcessLike }).process;
}

/** This process and machine; without a name where it may not be asked for. */
function here(): { pid: number; host: string } {
  const own = processOf();
  try {
    const os = own?.getBuiltinModule("node:os") as { hostname(): string } | undefined;
    return { pid: own?.pid ?? 0, host: os?.hostname() ?? "" };
  } catch {
    return { pid: own?.pid ?? 0, host: "" };
  }
}
