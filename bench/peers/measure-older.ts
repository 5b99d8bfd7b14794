import { type BenchRun, withConnections } from "../bench-run.ts";
import { measure, type Operation, quantile } from "../measure.ts";
import { asUser } from "../scenarios/as-user.ts";
import type { Person } from "../scenarios/person.ts";
import type { Connection } from "../wire/connection.ts";
import { olderLists, olderStatement } from "./older-statements.ts";
import type { PeerResult } from "./peer.ts";

// PostgREST's default on hosted projects, and this one's.
const maxRows = 1000;

/**
 * The older design on the same rows: pages by offset with an exact count, statistics by fetching
 * all rows. Each statement is what PostgREST would send, in a transaction like its own.
 */
export async function measureOlder(run: BenchRun): Promise<PeerResult[]> {
  const { admin } = run.stack;
  await admin.unsafe(await Deno.readTextFile(new URL("older.sql", import.meta.url))).simple();
  await admin.unsafe("vacuum (analyze) older.workflow_executions");
  const person = run.heavy;
  const [own] = await admin<{ total: number }[]>`
    select count(*)::integer as total from older.workflow_executions where user_id = ${person.userId}`;
  const total = own?.total ?? 0;
  return await withConnections(run, 1, async ([connection]) => {
    const results: PeerResult[] = [];
    const add = async (name: string, operation: Operation | null) => {
      const sorted = operation && (await measure([operation], run.seconds)).latencies;
      const measured = sorted && {
        ...{ p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), samples: sorted.length },
      };
      results.push({ rows: run.rows, peer: "older design", name, measured });
    };
    for (const [name, query] of Object.entries(olderLists)) {
      const chosen = query(person, total);
      const statement = chosen && olderStatement(chosen);
      await add(
        name,
        statement && (() => asUser(connection, person.userId, statement).then(() => {})),
      );
    }
    await add("statistics", () => statisticsInTheClient(connection, person).then(() => {}));
    return results;
  });
}

interface Fetched {
  status: string;
  mode: string;
  execution_time_seconds: number | null;
}

/** All rows of the workflow, page by page, and what can be told of them. */
async function statisticsInTheClient(connection: Connection, person: Person) {
  const rows: Fetched[] = [];
  for (let offset = 0, page = maxRows; page === maxRows; offset += maxRows) {
    const text = await asUser(
      connection,
      person.userId,
      olderStatement({
        columns: "status, mode, execution_time_seconds, visual_streaming_enabled, created_at",
        equal: { workflow_id: person.workflowId },
        ...{ order: "created_at", limit: maxRows, offset, counted: false },
      }),
    );
    const answer: { body: Fetched[]; page: number } = JSON.parse(text ?? "{}");
    page = answer.page;
    rows.push(...answer.body);
  }
  const seconds = rows.flatMap((row) => row.execution_time_seconds ?? []).sort((a, b) => a - b);
  return {
    total: rows.length,
    completed: rows.filter((row) => row.status === "completed").length,
    local: rows.filter((row) => row.mode === "local-run").length,
    average: seconds.reduce((sum, each) => sum + each, 0) / seconds.length,
    p95: quantile(seconds, 0.95),
  };
}
