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

/** The owner of the table moves a finished run to another day and mode. */
export const correct: Action = async ({ owner, runs }) => {
  const run = pick(runs.finished);
  if (!run) return;
  await owner`
    update public.workflow_executions
    set created_at = created_at - interval '1 day',
      mode = case mode when 'cloud-run' then 'local-run' else 'cloud-run' end
    where execution_id = ${run.id}`;
};
