import { openDataFolder } from "./database/data-folder.ts";
import { databaseUrl } from "./database/database-url.ts";
import { ephemeralPlace } from "./database/data-place.ts";
import { emptyPlace, openDatabase } from "./database/open-database.ts";
import { checkPort } from "./lifecycle/check-port.ts";
import { claimPort, releasePort } from "./lifecycle/claim-port.ts";
import { newState, writeState } from "./lifecycle/stack-state.ts";
import { prepareNativeTree } from "./native-tree.ts";
import { runtimeDir } from "./runtime-dir.ts";
import { startProjectFunctions, startServices } from "./services.ts";
import { stackEnv } from "./stack-env.ts";

/** How to start a stack. */
export interface StackOptions {
  /** The API's port on 127.0.0.1. */
  port: number;
  /** Postgres' port on 127.0.0.1. */
  dbPort: number;
  /** The folder that keeps the database; null for one that is removed with the stack. */
  dataDir: string | null;
  /** Ends the start (or a reset) early; it then throws the signal's reason. */
  signal: AbortSignal;
  /** Receives one line per step. */
  onProgress(text: string): void;
  /** Receives the lines that the functions and the other parts write while they run. */
  onLog(line: string): void;
}

/** A running stack. */
export interface Stack {
  /** The variables that `status` prints. */
  env: Record<string, string>;
  /** Settled, with a sentence, when a part has ended that should not have. */
  broken: Promise<string>;
  /** Empties the database and applies migrations and seed again. The ports stay. */
  reset(): Promise<void>;
  /** Ends every part. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres, applies the migrations, and serves the API on one port of the loopback
 * interface.
 *
 * @throws Error written for the person who typed the command; nothing is left running.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { port, dbPort, dataDir, signal, onProgress, onLog } = options;
  await using starting = new AsyncDisposableStack();
  const lock = await claimPort(port);
  starting.defer(() => releasePort(port, lock));
  checkPort(port, "--port");
  checkPort(dbPort, "--db-port");
  const place = dataDir === null ? ephemeralPlace(port) : await openDataFolder(dataDir);
  starting.defer(place.release);
  const tree = await prepareNativeTree(runtimeDir());
  const { promise: broken, resolve: report } = Promise.withResolvers<string>();
  const { postgresDir } = place;
  const state = newState({ port, dbPort, dataDir, postgresDir, tree });
  writeState(state);

  async function bringUp(): Promise<AsyncDisposableStack> {
    await using parts = new AsyncDisposableStack();
    // Loading the functions takes as long as the database; they wait for requests either way.
    const functions = startProjectFunctions(port, databaseUrl(dbPort), onLog);
    parts.defer(async () => (await functions).stop());
    const server = await openDatabase({ place, tree, port: dbPort, signal, onProgress });
    let stopping = false;
    parts.defer(server.stop);
    parts.defer(() => void (stopping = true));
    server.ended.then(() => {
      if (!stopping) {
        report(`Postgres has ended by itself; its log is in ${postgresDir}/log.`);
      }
    });
    parts.use(await startServices({ port, functions: await functions, server, onLog }));
    state.env = stackEnv(port, databaseUrl(dbPort));
    state.phase = "ready";
    writeState(state);
    return parts.move();
  }

  let running = await bringUp();
  starting.defer(() => running.disposeAsync());
  const owned = starting.move();
  return {
    env: state.env,
    broken,
    async reset() {
      writeState(Object.assign(state, { phase: "starting" }));
      await running.disposeAsync();
      emptyPlace(place);
      state.resets++;
      running = await bringUp();
    },
    stop: () => owned.disposeAsync(),
  };
}
