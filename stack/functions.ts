import { fileURLToPath } from "node:url";
import { type FunctionsChild, spawnFunctions } from "./functions/child.ts";
import { functionsFailure } from "./functions/failure.ts";
import { watchFiles } from "./functions/watch-files.ts";

/** The running edge functions. */
export interface Functions {
  /** Answers a request to `/functions/v1/<name>/...`; never rejects. */
  fetch(req: Request): Promise<Response>;
  /** Ends the process of the functions and the watch on their files. */
  stop(): Promise<void>;
}

export interface FunctionsOptions {
  /** The folder that holds one folder per function, `supabase/functions`. */
  dir: string;
  /** All that the functions see of the environment: SUPABASE_URL, SUPABASE_SECRET_KEYS, ... */
  env: Record<string, string>;
  /** Receives each line that the functions print and those about their restarts, prefixed. */
  onLog: (line: string) => void;
}

const PREFIX = "/functions/v1";
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
// Editors and formatters write in bursts.
const SETTLE_MS = 100;

/**
 * Runs the edge functions of a folder in a process of their own, which is replaced when one of
 * their files or the project's deno.json changes. Requests that arrive meanwhile wait for the new
 * process, those under way are finished by the old one.
 *
 * As on the hosted platform a function sees the path `/<name>/...`, without `/functions/v1`.
 */
export async function startFunctions(options: FunctionsOptions): Promise<Functions> {
  const onLog = (line: string) => options.onLog(`functions | ${line}`);
  const alive = new Set<FunctionsChild>();
  let current: Promise<FunctionsChild | null> | null = null;
  let settled: PromiseWithResolvers<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function spawn(): Promise<FunctionsChild | null> {
    const child = stopped ? null : await spawnFunctions({ ...options, onLog });
    if (!child) return null;
    alive.add(child);
    child.exited.then((code) => {
      alive.delete(child);
      if (code !== 0 && !stopped) {
        onLog(`the functions' process ended with code ${code}; the next request starts it`);
      }
    });
    return child;
  }

  function start(after?: Promise<void>): Promise<FunctionsChild | null> {
    const starting = after ? after.then(spawn) : spawn();
    const forget = () => current = current === starting ? null : current;
    starting.then((child) => child ? child.exited.then(forget) : forget());
    return current = starting;
  }

  function changed() {
    if (!settled) {
      settled = Promise.withResolvers();
      current?.then((child) => child?.retire());
      start(settled.promise);
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      onLog("files changed, the functions are loaded again");
      settled?.resolve();
      settled = null;
    }, SETTLE_MS);
  }

  const watch = watchFiles({
    dir: options.dir,
    files: [CONFIG],
    onChange: changed,
    onFailure: onLog,
  });
  await start();

  return {
    async fetch(req) {
      const path = req.url.slice(req.url.indexOf("/", "https://".length) + PREFIX.length);
      try {
        const child = await (current ?? start());
        if (child) return await child.fetch(path, req);
        return functionsFailure(503, "BOOT_ERROR", "The functions do not start; see the log.");
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        if (!req.signal.aborted) onLog(`a request to ${path} was not answered: ${cause}`);
        return functionsFailure(500, "WORKER_ERROR", "The functions ended while answering.");
      }
    },
    async stop() {
      stopped = true;
      watch.stop();
      clearTimeout(timer);
      settled?.resolve();
      await current;
      await Promise.all([...alive].map((child) => child.stop()));
    },
  };
}
