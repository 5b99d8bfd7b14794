/**
 * `deno task bench`: builds histories of growing size on a durable stack of its own, measures what
 * users do with them beside bare statements, and writes the results to `bench/results/`.
 */
import { fail } from "../stack/lifecycle/fail.ts";
import type { BenchRun } from "./bench-run.ts";
import { type BenchStack, startBenchStack } from "./bench-stack.ts";
import { grow } from "./history/grow.ts";
import { settle } from "./history/settle.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { cleanUp, newestExecution } from "./parts/clean-up.ts";
import { measurePeers } from "./peers/measure-peers.ts";
import { measureBatches } from "./parts/measure-batches.ts";
import { measureBroadcasts } from "./parts/measure-broadcasts.ts";
import { measureHeartbeats } from "./parts/measure-heartbeats.ts";
import { measureHttp } from "./parts/measure-http.ts";
import { measurePending } from "./parts/measure-pending.ts";
import { measureQuotas } from "./parts/measure-quotas.ts";
import { measureReads } from "./parts/measure-reads.ts";
import { measureUpkeep } from "./parts/measure-upkeep.ts";
import { measureWrites } from "./parts/measure-writes.ts";
import { readConditions } from "./report/machine.ts";
import { readEarlier } from "./report/read-earlier.ts";
import { writeReport } from "./report/write-report.ts";
import type { Findings } from "./result.ts";
import { people } from "./scenarios/person.ts";

const measurements: Record<string, (run: BenchRun) => Promise<void>> = {
  reads: measureReads,
  peers: measurePeers,
  http: measureHttp,
  pending: measurePending,
  writes: measureWrites,
  quotas: measureQuotas,
  broadcasts: measureBroadcasts,
  heartbeats: measureHeartbeats,
  batches: measureBatches,
  upkeep: measureUpkeep,
};

const began = performance.now();
const say = (text: string) =>
  console.error(`${((performance.now() - began) / 1000).toFixed(1)} s  ${text}`);

const options = readOptions(Deno.args);
if (options === usage) console.log(usage);
else if (typeof options === "string") fail(options);
else if (options.from.length > 0) {
  const { conditions, findings } = await readEarlier(options.from);
  console.log(await writeReport(findings, conditions, options.out));
} else await bench(options);

async function bench(options: Options): Promise<void> {
  const folder = options.data ?? await Deno.makeTempDir({ prefix: "runtrail-bench-" });
  // Postgres of a root user runs as another user, who must be able to get in.
  await Deno.mkdir(folder, { recursive: true });
  await Deno.chmod(folder, 0o755);
  try {
    await using stack = await startBenchStack(folder, Math.max(...options.sizes) > 50_000, say);
    await settle(stack);
    const findings: Findings = { results: [], figures: [], peers: [] };
    const conditions = await readConditions(stack);
    for (const rows of options.sizes) {
      await measureSize(stack, rows, options, findings);
      console.log(await writeReport(findings, conditions, options.out));
    }
  } finally {
    if (options.data === null) await Deno.remove(folder, { recursive: true });
  }
}

/** Results are written after each size: a long run that is cut short leaves those before. */
async function measureSize(
  stack: BenchStack,
  rows: number,
  options: Options,
  findings: Findings,
): Promise<void> {
  await grow(stack, rows, say);
  const newest = await newestExecution(stack);
  for (const [name, part] of Object.entries(measurements)) {
    if (!options.only.includes(name) && !(options.peers && name === "peers")) continue;
    say(`${rows} rows: ${name}`);
    // Anew for each part: access tokens last an hour.
    const [heavy, light] = await people(stack);
    if (!heavy || !light) throw new Error("The users to measure are missing.");
    const { seconds, clientCounts } = options;
    await part({ stack, rows, seconds, clientCounts, heavy, light, findings, onProgress: say });
  }
  say(`${rows} rows: cleaning up`);
  await cleanUp(stack, newest);
}
