import postgres from "postgres";
import type { BenchStack } from "../bench-stack.ts";
import { withoutIndexes } from "./without-indexes.ts";

const table = "public.workflow_executions";
const chunkSize = 20_000;
// Beyond this it is faster to drop indexes and make them again than to keep them.
const largeBatch = 50_000;

const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));

/**
 * Adds executions until there are `rows`, with their counts, and the same number to the yardstick.
 * What is there stays, so a history of a million begins as that of a hundred thousand.
 */
export async function grow(
  stack: BenchStack,
  rows: number,
  onProgress: (text: string) => void,
): Promise<void> {
  const { admin } = stack;
  const [present] = await admin<{ count: number }[]>`
    select count(*)::integer as count from public.workflow_executions`;
  const missing = rows - (present?.count ?? 0);
  if (missing <= 0) return;
  const began = performance.now();
  const said = (text: string) =>
    onProgress(`${text} after ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const fill = () => insertHistory(stack, missing);
  await (missing > largeBatch ? withoutIndexes(admin, table, fill) : fill());
  said(`${rows} executions`);
  await admin.unsafe(`vacuum (freeze, analyze) ${table}`);
  const bare = await read("bare.sql");
  await admin.unsafe(bare);
  await admin.unsafe("vacuum (freeze, analyze) bench.bare");
  said("yardstick filled");
  await admin`select private.rebuild_rollups()`;
  for (const name of ["days", "totals", "durations", "deltas"]) {
    await admin.unsafe(`vacuum (analyze) private.execution_${name}`);
  }
  await admin.unsafe("checkpoint");
  said("counts rebuilt");
}

/** Two connections at once; each chunk is one transaction. */
async function insertHistory(stack: BenchStack, count: number): Promise<void> {
  const [text, now] = [await read("executions.sql"), new Date().toISOString()];
  let next = 1;
  await Promise.all([0, 1].map(async () => {
    const sql = postgres(stack.adminUrl, {
      max: 1,
      onnotice: () => {},
      // Rules need not run on rows that keep them by construction; foreign keys neither.
      connection: { session_replication_role: "replica" },
    });
    try {
      while (next <= count) {
        const [first, last] = [next, Math.min(next + chunkSize - 1, count)];
        next = last + 1;
        await sql.unsafe(text, [first, last, count, now]);
      }
    } finally {
      await sql.end();
    }
  }));
}
