import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { compare } from "../compare.ts";
import { busyJobs } from "../scenarios/busy-jobs.ts";
import { makeFloor } from "../scenarios/floor.ts";
import { barePair, floorPair, functionPair, type Job, type Timed } from "../scenarios/pair.ts";
import type { Person } from "../scenarios/person.ts";
import { tellingChanges } from "./telling-changes.ts";

const timings: Record<string, Timed> = { create: "create", finish: "finish" };

/**
 * Creating and finishing: latency by one client, throughput and processor time by several. Without
 * telling the changes, as earlier results have it: see measure-broadcasts.
 */
export async function measureWrites(run: BenchRun): Promise<void> {
  await makeFloor(run.stack);
  await tellingChanges(run.stack, false, () => measureAll(run));
}

async function measureAll(run: BenchRun): Promise<void> {
  const jobs = await busyJobs(run.stack);
  const any = () => jobs[Math.floor(Math.random() * jobs.length)] ?? run.heavy;
  for (const person of [run.heavy, run.light]) {
    for (const [name, timed] of Object.entries(timings)) {
      await record(run, name, person.name, 1, () => person, timed);
    }
  }
  for (const clients of run.clientCounts) {
    await record(run, "create + finish, one workflow", "heavy", clients, () => run.heavy, "pair");
    await record(run, "create + finish, spread", "500 workflows", clients, any, "pair");
    await record(run, floorName, "500 workflows", clients, any, "pair", floorPair);
  }
}

const floorName = "create + finish, the floor";

async function record(
  run: BenchRun,
  name: string,
  who: Person["name"],
  clients: number,
  job: () => Job,
  timed: Timed,
  pair = functionPair,
): Promise<void> {
  await withConnections(run, clients, async (connections) => {
    const clock = await clockOf(connections);
    run.findings.results.push({
      ...{ rows: run.rows, group: "writing", name, who, way: "SQL", clients },
      comparison: await compare(
        {
          subject: connections.map((connection) => pair(connection, job, timed)),
          bare: connections.map((connection) => barePair(connection, job, timed)),
        },
        run.seconds * (clients > 1 ? 3 : 1),
        // The clock counts pairs, also where only a part of one is timed.
        timed === "pair" ? clock : undefined,
      ),
    });
  });
}
