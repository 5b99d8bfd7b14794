import { asCaller } from "../as-caller.ts";
import { pick } from "../runs.ts";
import { keptDays } from "../upkeep.ts";
import type { Action } from "./action.ts";

/** A user starts a run; half of all runs are of one workflow. */
export const create: Action = async ({ api, population, runs }) => {
  const runner = pick(Math.random() < 0.5 ? population.runners.slice(0, 1) : population.runners);
  if (!runner) return;
  const streaming = Math.random() < 0.3;
  const id = await asCaller(api, runner.userId, async (request) => {
    const [row] = await request<{ execution_id: string }[]>`
      select execution_id from public.create_execution(
        workflow_id => ${runner.workflowId}, mode => ${pick(["cloud-run", "local-run"]) ?? ""},
        visual_streaming_enabled => ${streaming},
        visual_quality => ${streaming ? pick(["low", "standard", "high"]) ?? null : null},
        timeout_seconds => ${Math.random() < 0.1 ? 1 : null})`;
    return row?.execution_id ?? "";
  });
  runs.created.add(id);
  runs.running.push({ id, userId: runner.userId });
};

/** The service imports finished runs of the last weeks. */
export const importPast: Action = async ({ api, population, runs }) => {
  const runner = pick(population.runners);
  if (!runner) return;
  const imported = await asCaller(
    api,
    null,
    (request) =>
      request<{ execution_id: string; status: string; recent: boolean }[]>`
      insert into public.workflow_executions (
        user_id, workflow_id, status, created_at, execution_time_seconds)
      select ${runner.userId}, ${runner.workflowId}, (array['completed', 'failed'])[1 + i % 2],
        now() - random() * interval '40 days', round((random() * 100)::numeric, 3)
      from generate_series(1, ${1 + Math.floor(Math.random() * 20)}::integer) as i
      returning execution_id, status,
        created_at > now() - ${keptDays - 1} * interval '1 day' as recent`,
  );
  for (const { execution_id: id, status, recent } of imported) {
    // Retention may remove the others at any time.
    if (recent) runs.created.add(id);
    if (recent) runs.ended.set(id, status);
    runs.finished.push({ id, userId: runner.userId });
  }
};
