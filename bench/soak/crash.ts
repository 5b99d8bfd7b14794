import { setTimeout as delay } from "node:timers/promises";
import { foldAll, noDifferences, noSurprises } from "./checker.ts";
import { type Load, startLoad } from "./load.ts";
import { rollups } from "./rollups.ts";
import type { Check, Scenario } from "./scenario.ts";
import type { SoakDatabase } from "./soak-database.ts";
import { startUpkeep } from "./upkeep.ts";
import { workers } from "./workers.ts";

/** What was committed is there after a crash, and counted. */
export const crash: Scenario = {
  about: "the same load; Postgres and all its processes are killed in the middle, started again",
  async run(database, { seconds }, say) {
    const all = workers();
    const load = await startLoad(database, all);
    const upkeep = startUpkeep(database, load, all);
    await delay(seconds * 500);
    all.expectDeath();
    const started = performance.now();
    await database.crash();
    say(`up again after ${(performance.now() - started).toFixed(0)} ms`);
    await Promise.all([load.end(), upkeep.end()]);
    await all.stop();
    const checks = await checkAll(database, load);
    const goingOn = await rollups.run(database, { seconds: seconds / 2, rows: 0 }, say);
    return [noSurprises(all.unexpected), ...checks, ...goingOn];
  },
};

async function checkAll(database: SoakDatabase, load: Load): Promise<Check[]> {
  const owner = database.owner(1);
  const checks = [await noDifferences(owner, "after the crash")];
  await foldAll(owner);
  checks.push(
    await noDifferences(owner, "once what waited is folded"),
    await nothingIsLost(owner, load),
  );
  await owner.end();
  return checks;
}

/** Every create and every final status that a client was told of is there, unless removed since. */
async function nothingIsLost(
  owner: ReturnType<SoakDatabase["owner"]>,
  { runs: { created, ended, removing } }: Load,
): Promise<Check> {
  const rows = await owner<{ execution_id: string; status: string }[]>`
    select execution_id, status from public.workflow_executions`;
  const stored = new Map(rows.map(({ execution_id, status }) => [execution_id, status]));
  const lost = [...created].filter((id) => !stored.has(id) && !removing.has(id));
  const changed = [...ended].filter(([id, status]) =>
    !removing.has(id) && stored.get(id) !== status
  );
  return {
    what: `what clients were told is committed is there`,
    holds: lost.length + changed.length === 0 && created.size > 0 && ended.size > 0,
    found: `of ${created.size} creates ${lost.length} and of ${ended.size} final statuses ` +
      `${changed.length} are lost`,
  };
}
