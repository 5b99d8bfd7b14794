import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";
import { differences, foldAll, noDeadlocks, noDifferences, noSurprises } from "./checker.ts";
import { startLoad } from "./load.ts";
import type { Check, Scenario } from "./scenario.ts";
import { startUpkeep } from "./upkeep.ts";
import { workers } from "./workers.ts";

/** Counts stay right while everything that can change them happens at once. */
export const rollups: Scenario = {
  about: "16 clients, folding, reaping, retention, rebuilding and account deletion at once",
  async run(database, { seconds }, say) {
    const owner = database.owner(1);
    const all = workers();
    const load = await startLoad(database, all);
    const upkeep = startUpkeep(database, load, all);
    const wrong: string[] = [];
    const took: number[] = [];
    all.start("verify", 500, async () => {
      const started = performance.now();
      wrong.push(...await differences(owner));
      took.push(performance.now() - started);
    });
    await delay(seconds * 1000);
    await all.stop();
    for (const [name, { done, refused }] of all.counts) {
      say(`${name}: ${done} done${refused > 0 ? `, ${refused} refused as promised` : ""}`);
    }
    say(`slowest check ${Math.max(...took).toFixed(0)} ms`);
    const checks: Check[] = [
      {
        what:
          `verify_rollups() and verify_recordings() find nothing in ${took.length} checks meanwhile`,
        holds: wrong.length === 0 && took.length > 0,
        found: wrong.length === 0 ? "nothing" : `${wrong.length} differences: ${wrong[0]}`,
      },
      await noDifferences(owner, "at the end"),
    ];
    say(`${await foldAll(owner)} deltas were waiting`);
    checks.push(await noDifferences(owner, "once all is folded"));
    checks.push(await purgedAreKept(owner, load.userIds));
    checks.push(await noDeadlocks(owner), noSurprises(all.unexpected));
    await Promise.all([load.end(), upkeep.end(), owner.end()]);
    return checks;
  },
};

/** Purged runs have no rows to be verified by, but lines of the record that retention keeps. */
async function purgedAreKept(owner: postgres.Sql, userIds: readonly string[]): Promise<Check> {
  const [row] = await owner<{ purged: string; kept: string }[]>`
    select
      (
        select coalesce(sum(executions), 0) from public.purges
        where part = 'rows' and reason = 'retention' and owner_key = any (${[...userIds]}::uuid[])
      ) as purged,
      (
        select coalesce(sum(completed + failed + cancelled), 0) from private.execution_totals
        where purged and workflow_id = '00000000-0000-0000-0000-000000000000'
          and owner_key = any (${[...userIds]}::uuid[])
      ) as kept`;
  return {
    what: "purged runs are counted once each",
    holds: row?.kept === row?.purged && Number(row?.purged) > 0,
    found: `${row?.purged} purged, ${row?.kept} counted`,
  };
}
