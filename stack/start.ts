import { defaultDataDir } from "./database/default-data-dir.ts";
import { detach } from "./lifecycle/detach.ts";
import { fail } from "./lifecycle/fail.ts";
import { watchLaunchers } from "./lifecycle/launchers.ts";
import { onStopSignal } from "./lifecycle/stop-signals.ts";
import { type TaskOptions, taskOptions } from "./lifecycle/task-options.ts";
import { writeFailure } from "./lifecycle/failure-note.ts";
import { type Stack, startStack } from "./stack.ts";
import { welcome } from "./welcome.ts";

const usage = `deno task start [options]
Starts the local Supabase: Postgres, the API and the edge functions, on 127.0.0.1 only.
  --port N       port of the API (54321)
  --db-port N    port of Postgres (the API's plus one)
  --data DIR     keep the database in this folder (.runtrail/PORT of this repository)
  --ephemeral    do not keep the database
  --detach       return when it is ready; "deno task stop" ends it`;

const options = taskOptions(usage);
try {
  if (options.detach) await detach(options);
  else await runInForeground(options);
} catch (error) {
  fail(error);
}

/** Does not return: the process ends by a signal, or because a part has failed. */
async function runInForeground(options: TaskOptions): Promise<void> {
  const { port, dbPort, ephemeral, data, background } = options;
  const since = performance.now();
  const onProgress = (text: string) => {
    console.log(`${((performance.now() - since) / 1000).toFixed(1).padStart(5)} s  ${text}`);
  };
  const stopping = new AbortController();
  const ended = Promise.withResolvers<number>();
  const end = (code: number) => {
    stopping.abort(new Error("Stopped."));
    ended.resolve(code);
  };
  onStopSignal(() => end(0));
  if (!background) watchLaunchers(() => end(1));
  // Without a listener the signal of a reset would end the process.
  let stack: Stack | null = null;
  let resetting = false;
  Deno.addSignalListener("SIGUSR2", async () => {
    if (stack === null || resetting) return;
    resetting = true;
    onProgress("resetting the database");
    try {
      await stack.reset();
      onProgress("the database is as new");
    } catch (error) {
      writeFailure(port, error);
      console.error(error instanceof Error ? error.message : error);
      end(1);
    }
    resetting = false;
  });

  const dataDir = ephemeral ? null : data ?? defaultDataDir(port);
  const { signal } = stopping;
  stack = await startStack({ port, dbPort, dataDir, signal, onProgress, onLog: console.log });
  stack.broken.then((what) => {
    console.error(what);
    end(1);
  });
  onProgress("ready");
  console.log(welcome(stack.env, dataDir, port));

  const code = await ended.promise;
  await stack.stop();
  Deno.exit(code);
}
