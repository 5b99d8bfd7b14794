import { asCaller } from "../as-caller.ts";
import { pick, take } from "../runs.ts";
import type { Action } from "./action.ts";

/** The service deletes a run, finished or not. */
export const remove: Action = async ({ api, runs }) => {
  const run = Math.random() < 0.8 ? take(runs.finished) : take(runs.running);
  if (!run) return;
  runs.removing.add(run.id);
  await asCaller(
    api,
    null,
    (request) => request`delete from public.workflow_executions where execution_id = ${run.id}`,
  );
};

/** A user deletes finished runs of their own. */
export const removeOwn: Action = async ({ api, runs }) => {
  const first = take(runs.finished);
  if (!first) return;
  const chosen = [first, ...runs.finished.slice(-4).filter(({ userId }) => userId === first.userId)]
    .map(({ id }) => id);
  for (const id of chosen) runs.removing.add(id);
  await asCaller(api, first.userId, (request) =>
    request`
      select deleted_executions from public.delete_executions(execution_ids => ${chosen}::uuid[])`);
};

/** The owner of the table moves a finished run to another day and mode. */
export const correct: Action = async ({ owner, runs }) => {
  const run = pick(runs.finished);
  if (!run) return;
  await owner`
    update public.workflow_executions
    set created_at = created_at - interval '7 hours',
      mode = case mode when 'cloud-run' then 'local-run' else 'cloud-run' end
    where execution_id = ${run.id}`;
};
