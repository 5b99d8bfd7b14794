import { type BenchRun, withConnections } from "../bench-run.ts";
import { backendClockOf } from "../clock-of.ts";
import { compareAtOnce, type Comparison } from "../compare.ts";
import type { Operation } from "../measure.ts";
import { ownClock } from "../processor-time.ts";
import { logIsRead } from "./log-is-read.ts";
import type { Connection } from "../wire/connection.ts";

/** What a client does over and over again on its connection. */
export type Deed = (connection: Connection) => Operation | Promise<Operation>;

/** So many clients that do the one, beside as many that do the other: see `compareAtOnce()`. */
export async function measuredAtOnce(
  run: BenchRun,
  clients: number,
  subject: Deed,
  bare: Deed,
): Promise<Comparison> {
  const rounds = 8;
  return await withConnections(run, 2 * clients, async (connections) => {
    const [some, rest] = [connections.slice(0, clients), connections.slice(clients)];
    const pair = {
      subject: await Promise.all(some.map(subject)),
      bare: await Promise.all(rest.map(bare)),
    };
    const clocks = {
      ...{ subject: await backendClockOf(some), bare: await backendClockOf(rest) },
      both: ownClock,
    };
    await logIsRead(run.stack);
    return await compareAtOnce(pair, run.seconds * rounds, clocks, rounds);
  });
}
