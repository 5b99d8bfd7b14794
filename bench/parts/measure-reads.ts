import { type BenchRun, withConnections } from "../bench-run.ts";
import { compare } from "../compare.ts";
import { asUser } from "../scenarios/as-user.ts";
import { bareList, bareRow } from "../scenarios/bare.ts";
import { callStatement } from "../scenarios/call.ts";
import { live } from "../scenarios/live.ts";
import type { Person } from "../scenarios/person.ts";
import { type Read, reads } from "../scenarios/reads.ts";
import type { Connection, Statement } from "../wire/connection.ts";

/** Every read, for both users, by one client, through SQL. */
export async function measureReads(run: BenchRun): Promise<void> {
  await withConnections(run, 2, async ([connection, other = connection]) => {
    for (const person of [run.heavy, run.light]) {
      for (const read of reads) {
        const call = read.call(person);
        const statement = call && callStatement(call);
        await record(run, [connection, other], person, read, statement);
      }
      for (const { name, statement } of live) {
        const read = { group: "statistics", name, bare: "list" } as const;
        await record(run, [connection, other], person, read, statement(person));
      }
    }
  });
}

async function record(
  run: BenchRun,
  [connection, other]: readonly [Connection, Connection],
  person: Person,
  { group, name, bare }: Pick<Read, "group" | "name" | "bare">,
  statement: Statement | null,
): Promise<void> {
  // The yardstick is the same for both users.
  const { userId, executionId } = run.heavy;
  const yardstick = bare === "list" ? bareList(userId) : bareRow(executionId);
  const comparison = statement && await compare({
    subject: [() => asUser(connection, person.userId, statement).then(() => {})],
    bare: [() => asUser(other, userId, yardstick).then(() => {})],
  }, run.seconds);
  run.findings.results.push({
    ...{ rows: run.rows, group, name, who: person.name, way: "SQL", clients: 1, comparison },
  });
}
