import { type BenchRun, withConnections } from "../bench-run.ts";
import { clockOf } from "../clock-of.ts";
import { combine, compare, type Comparison } from "../compare.ts";
import type { Result } from "../result.ts";
import { asUser } from "../scenarios/as-user.ts";
import { bareList, bareRow } from "../scenarios/bare.ts";
import { callStatement } from "../scenarios/call.ts";
import { live } from "../scenarios/live.ts";
import { reads } from "../scenarios/reads.ts";

// Far apart, so that what disturbs the machine for a while disturbs one of them.
const mostPasses = 3;

/** Every read, for both users, by one client, through SQL. */
export async function measureReads(run: BenchRun): Promise<void> {
  await withConnections(run, 2, async ([connection, other = connection]) => {
    const clock = await clockOf([connection, other]);
    const asked = [run.heavy, run.light].flatMap((person) => [
      ...reads.map((read) => {
        const call = read.call(person);
        return { person, read, statement: call && callStatement(call) };
      }),
      ...live.map(({ name, statement }) => ({
        person,
        read: { group: "statistics", name, bare: "list" } as const,
        statement: statement(person),
      })),
    ]);
    // Where nothing is to be learned but whether all works, once is enough.
    const passes = run.seconds > 0 ? mostPasses : 1;
    const measured = asked.map((): Comparison[] => []);
    for (let pass = 0; pass < passes; pass++) {
      for (const [place, { person, read, statement }] of asked.entries()) {
        if (!statement) continue;
        // The yardstick is the same for both users.
        const { userId, executionId } = run.heavy;
        const yardstick = read.bare === "list" ? bareList(userId) : bareRow(executionId);
        measured[place]?.push(
          await compare(
            {
              subject: [() => asUser(connection, person.userId, statement).then(() => {})],
              bare: [() => asUser(other, userId, yardstick).then(() => {})],
            },
            run.seconds / passes,
            clock,
          ),
        );
      }
    }
    run.findings.results.push(...asked.map(({ person, read, statement }, place): Result => ({
      ...{ rows: run.rows, group: read.group, name: read.name, who: person.name, way: "SQL" },
      ...{ clients: 1, comparison: statement && combine(measured[place] ?? []) },
    })));
  });
}
