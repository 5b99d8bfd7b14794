import type { BenchStack } from "../bench-stack.ts";

/**
 * Waits until Realtime has read what was written so far. It takes a processor while it is behind,
 * and what is measured next would pay for what was written before.
 */
export async function logIsRead({ admin }: BenchStack): Promise<void> {
  const [written] = await admin<{ place: string }[]>`select pg_current_wal_lsn() as place`;
  while (true) {
    const [reader] = await admin<{ behind: boolean }[]>`
      select coalesce(bool_or(r.sent_lsn < ${written?.place ?? ""}::pg_lsn), false) as behind
      from pg_stat_replication as r`;
    if (!reader?.behind) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
