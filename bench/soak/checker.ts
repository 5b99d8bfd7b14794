import type postgres from "postgres";
import type { Check } from "./scenario.ts";

/** What private.verify_rollups() and private.verify_recordings() found, a few of them in words. */
export async function differences(owner: postgres.Sql): Promise<string[]> {
  // One statement: rows, folded counts and deltas are seen at the same moment.
  const found = await owner<{ difference: string }[]>`
    select d::text as difference from private.verify_rollups() as d limit 3`;
  const recorded = await owner<{ difference: string }[]>`
    select d::text as difference from private.verify_recordings() as d limit 3`;
  return [...found, ...recorded].map(({ difference }) => difference);
}

/** A check that there are none. */
export async function noDifferences(owner: postgres.Sql, when: string): Promise<Check> {
  const found = await differences(owner);
  return {
    what: `verify_rollups() and verify_recordings() find nothing ${when}`,
    holds: found.length === 0,
    found: found.length === 0 ? "nothing" : found.join("; "),
  };
}

/** Folds all that waits; what comes while the last of it is folded may wait still. */
export async function foldAll(owner: postgres.Sql): Promise<number> {
  for (let all = 0;;) {
    const [row] = await owner<{ folded: number }[]>`select private.fold_rollups() as folded`;
    const folded = row?.folded ?? 0;
    all += folded;
    // A call takes 10 000. Asking until there is none would never end beside somebody who creates.
    if (folded < 1000) return all;
  }
}

/** Checks of the server's own books. */
export async function noDeadlocks(owner: postgres.Sql): Promise<Check> {
  const [row] = await owner<{ deadlocks: string }[]>`
    select deadlocks from pg_stat_database where datname = current_database()`;
  const deadlocks = Number(row?.deadlocks ?? NaN);
  return { what: "nothing deadlocks", holds: deadlocks === 0, found: `${deadlocks} deadlocks` };
}

/** A check that nothing was raised which the product does not promise. */
export function noSurprises(unexpected: ReadonlyMap<string, number>): Check {
  const found = [...unexpected].map(([text, times]) => `${times} x ${text}`);
  return {
    what: "no unexpected error",
    holds: found.length === 0,
    found: found.slice(0, 5).join("\n    ") || "none",
  };
}
