import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { compare } from "../compare.ts";
import type { Operation } from "../measure.ts";
import { busyJobs } from "../scenarios/busy-jobs.ts";
import { functionPair } from "../scenarios/pair.ts";
import { chooser } from "./telling-changes.ts";

/** Creating and finishing with the changes told on private channels, beside the same without. */
export async function measureBroadcasts(run: BenchRun): Promise<void> {
  const jobs = await busyJobs(run.stack);
  const any = () => jobs[Math.floor(Math.random() * jobs.length)] ?? run.heavy;
  const choose = chooser(run.stack);
  for (const clients of run.clientCounts) {
    await withConnections(run, clients, async (connections) => {
      const telling = (isOn: boolean) =>
        connections.map((connection): Operation => {
          const pair = functionPair(connection, any, "pair");
          return async () => {
            await choose(isOn);
            return await pair();
          };
        });
      run.findings.results.push({
        ...{ rows: run.rows, group: "telling", name: "create + finish, told, of untold" },
        ...{ who: "500 workflows", way: "SQL", clients },
        comparison: await compare(
          { subject: telling(true), bare: telling(false) },
          run.seconds * 4,
          await clockOf(connections),
        ),
      });
    });
  }
  await choose(true);
}
