import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { foldAll, noDifferences } from "./checker.ts";
import { insertRuns, loadHistory } from "./history.ts";
import { type Probe, startProber } from "./probe.ts";
import type { Check, Scenario } from "./scenario.ts";

const mostMs = 100;

/** Upkeep never makes those wait who create runs. */
export const waits: Scenario = {
  about: "creates beside a rebuild, folding and retention of all rows; how long they wait",
  async run(database, { seconds, rows }, say) {
    const owner = database.owner(2);
    const { userIds } = await loadHistory(owner, rows);
    const prober = await startProber(database, userIds[0] ?? "");
    const rest = () => delay(Math.min(5, seconds / 10) * 1000);
    const probes = new Map<string, Probe>();
    probes.set("nothing else", await prober.during(rest));
    const rebuild = () => owner`select private.rebuild_rollups()`;
    probes.set(`rebuild_rollups() of ${rows} rows`, await prober.during(rebuild));
    await owner`vacuum analyze public.workflow_executions`;
    const deltas = Math.min(100_000, Math.ceil(rows / 4));
    await insertRuns(owner, userIds, deltas);
    probes.set(`folding of ${deltas} deltas`, await prober.during(() => foldAll(owner)));
    const retention = () => applyRetention(owner, userIds);
    probes.set(`retention of ${rows + deltas} rows`, await prober.during(retention));
    probes.set("nothing else, again", await prober.during(rest));
    await prober.end();
    table(probes).forEach(say);
    await foldAll(owner);
    const checks = [...probes].map(([name, probe]) => neverBlocked(name, probe));
    checks.push(await noDifferences(owner, "after all of it"));
    await owner.end();
    return checks;
  },
};

function neverBlocked(name: string, { blocked, blockedOn, latencies }: Probe): Check {
  return {
    what: `no create waits ${mostMs} ms for a lock beside ${name}`,
    holds: blocked < mostMs && latencies.length > 0,
    found: `${latencies.length} creates, ` +
      (blocked === 0 ? "none seen waiting" : `longest wait ${blocked.toFixed(1)} ms, ${blockedOn}`),
  };
}

function table(probes: ReadonlyMap<string, Probe>): string[] {
  const lines = [
    "| beside | took s | creates | p50 ms | p99 ms | longest ms | blocked by a lock ms |",
    "|---|---:|---:|---:|---:|---:|---:|",
  ];
  for (const [name, { seconds, latencies, blocked }] of probes) {
    const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? NaN;
    lines.push(
      `| ${name} | ${seconds.toFixed(1)} | ${latencies.length} | ` +
        `${[at(0.5), at(0.99), at(1), blocked].map((ms) => ms.toFixed(1)).join(" | ")} |`,
    );
  }
  return lines;
}

/** Removes all history that is older than a day; counts are folded meanwhile. */
async function applyRetention(owner: postgres.Sql, userIds: readonly string[]): Promise<void> {
  await owner`
    insert into public.retention_policies (
      user_id, completed_days, failed_days, keep_last_failures, keep_last_successes)
    select u, 1, 1, 0, 0 from unnest(${[...userIds]}::uuid[]) as u`;
  let more = true;
  const folding = (async () => {
    for (; more; await delay(200)) await foldAll(owner);
  })();
  try {
    while (more) {
      const [row] = await owner<{ more: boolean }[]>`select more from private.apply_retention()`;
      more = row?.more ?? false;
    }
  } finally {
    more = false;
    await folding;
  }
}
