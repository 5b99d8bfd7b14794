import type { BenchRun } from "../bench-run.ts";
import { measureDbos } from "./measure-dbos.ts";
import { measureOlder } from "./measure-older.ts";

/** Other ways to keep the same rows, in the same database, one after the other. */
export async function measurePeers(run: BenchRun): Promise<void> {
  run.onProgress(`${run.rows} rows: the older design`);
  run.findings.peers.push(...await measureOlder(run));
  run.onProgress(`${run.rows} rows: DBOS`);
  run.findings.peers.push(...await measureDbos(run));
}
