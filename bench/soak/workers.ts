import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";

/** Loops that run at once until they are stopped. */
export interface Workers {
  /** Repeats work, each time after a pause. */
  start(name: string, pauseMs: number, work: () => Promise<unknown>): void;
  /** Lets each end what it is doing. */
  stop(): Promise<void>;
  /** From here on errors are those of a server that is killed. */
  expectDeath(): void;
  /** How often each kind of work was done, and refused as the product promises. */
  counts: ReadonlyMap<string, { done: number; refused: number }>;
  /** Errors that nothing promises, each once with how often it came. */
  unexpected: ReadonlyMap<string, number>;
}

/** 404 of what another client removed, 409 of what it ended. */
function isPromised(error: unknown): boolean {
  return error instanceof postgres.PostgresError && /^PT40[49]$/.test(error.code);
}

/** Makes an empty set of workers. */
export function workers(): Workers {
  const counts = new Map<string, { done: number; refused: number }>();
  const unexpected = new Map<string, number>();
  const loops: Promise<void>[] = [];
  let stopped = false;
  let dying = false;
  return {
    counts,
    unexpected,
    start(name, pauseMs, work) {
      const count = counts.get(name) ?? { done: 0, refused: 0 };
      counts.set(name, count);
      loops.push((async () => {
        while (!stopped) {
          try {
            await work();
            count.done++;
          } catch (error) {
            if (dying) return;
            if (isPromised(error)) count.refused++;
            else note(`${name}: ${describe(error)}`);
          }
          if (pauseMs > 0) await delay(pauseMs);
        }
      })());
    },
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
    expectDeath: () => void (dying = true),
  };

  function note(text: string) {
    unexpected.set(text, (unexpected.get(text) ?? 0) + 1);
  }
}

function describe(error: unknown): string {
  if (!(error instanceof postgres.PostgresError)) return String(error);
  return `${error.code} ${error.message} ${error.detail ?? ""} ${error.where ?? ""}`.slice(0, 600);
}
