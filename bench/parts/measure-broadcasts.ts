import type { BenchRun } from "../bench-run.ts";
import { busyJobs } from "../scenarios/busy-jobs.ts";
import { functionPair } from "../scenarios/pair.ts";
import { type Deed, measuredAtOnce } from "./at-once.ts";
import { quietly, tellingByConnection } from "./telling-changes.ts";

/** Creating and finishing with the changes told on private channels, beside the same without. */
export async function measureBroadcasts(run: BenchRun): Promise<void> {
  const jobs = await busyJobs(run.stack);
  const any = () => jobs[Math.floor(Math.random() * jobs.length)] ?? run.heavy;
  const pair: Deed = (connection) => functionPair(connection, any, "pair");
  await tellingByConnection(run.stack, async () => {
    for (const clients of run.clientCounts) {
      run.findings.results.push({
        ...{ rows: run.rows, group: "telling", name: "create + finish, told, of untold" },
        ...{ who: "500 workflows", way: "SQL", clients },
        comparison: await measuredAtOnce(run, clients, pair, quietly(pair)),
      });
    }
  });
}
