import type { BenchRun } from "../bench-run.ts";
import { measureDbos } from "./measure-dbos.ts";
import { measureOlder } from "./measure-older.ts";

// Ten million rows three times over would not be measured, but the disk.
const mostRows = 1_000_000;

/** Other ways to keep the same rows, in the same database, one after the other. */
export async function measurePeers(run: BenchRun): Promise<void> {
  if (run.rows > mostRows) {
    await run.stack.admin.unsafe("drop schema if exists older, dbos cascade");
    return;
  }
  run.onProgress(`${run.rows} rows: the older design`);
  run.findings.peers.push(...await measureOlder(run));
  run.onProgress(`${run.rows} rows: DBOS`);
  run.findings.peers.push(...await measureDbos(run));
}
