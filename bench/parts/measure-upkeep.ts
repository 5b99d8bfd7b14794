import type { BenchRun } from "../bench-run.ts";

/** The oldest day of everybody's history goes by retention, as a job would do it: call by call. */
export async function measureUpkeep({ stack: { admin }, rows, findings }: BenchRun): Promise<void> {
  await setDays(admin, 179);
  await admin`update private.retention_sweeps set next_at = now()`;
  const began = performance.now();
  let [deleted, longest, more] = [0, 0, true];
  while (more) {
    const started = performance.now();
    const [progress] = await admin<{ executions_deleted: string; more: boolean }[]>`
      select executions_deleted, more from private.apply_retention()`;
    longest = Math.max(longest, performance.now() - started);
    deleted += Number(progress?.executions_deleted ?? 0);
    more = progress?.more ?? false;
  }
  const took = performance.now() - began;
  await setDays(admin, null);
  const figure = (name: string, value: number, unit: string) =>
    findings.figures.push({ rows, name, value, unit });
  figure("retention of a day", took, "ms");
  figure("retention of a day, its longest call", longest, "ms");
  figure("retention of a day", deleted, "executions removed");
  figure("retention", deleted / took * 1000, "executions per second");
}

async function setDays(admin: BenchRun["stack"]["admin"], days: number | null): Promise<void> {
  await admin`
    update private.settings
    set retention_completed_days = ${days}, retention_failed_days = ${days},
      retention_cancelled_days = ${days}`;
}
