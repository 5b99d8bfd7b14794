import { asCaller } from "../as-caller.ts";
import { type KnownRun, pick, take } from "../runs.ts";
import { type Action, type Client, seconds } from "./action.ts";

const finals = ["completed", "failed", "cancelled"] as const;

async function end({ api, runs }: Client, run: KnownRun, byTable: boolean): Promise<void> {
  const status = pick(finals) ?? "failed";
  const events = Math.random() < 0.5 ? Math.floor(Math.random() * 100) : null;
  const answer = await asCaller(api, run.userId, async (request) => {
    const [row] = byTable
      ? await request<{ status: string; error_code: string | null }[]>`
        update public.workflow_executions
        set status = ${status}, execution_time_seconds = ${seconds()},
          visual_events_captured = ${events}
        where execution_id = ${run.id} returning status, error_code`
      : await request<{ status: string; error_code: string | null }[]>`
        select status, error_code from public.update_execution(
          execution_id => ${run.id}, status => ${status}, visual_events_captured => ${events},
          execution_time_seconds => ${Math.random() < 0.8 ? seconds() : null})`;
    return row;
  });
  // Else the reaper was first, and the report became an event.
  if (answer?.status === status && answer.error_code === null) runs.ended.set(run.id, status);
  runs.finished.push(run);
}

/** A run ends, by the function or by the table. */
export const finish = (byTable: boolean): Action => async (client) => {
  const run = take(client.runs.running);
  if (run) await end(client, run, byTable);
};

/** A run ends that other clients may be ending at this moment. */
export const compete: Action = async (client) => {
  const run = pick(client.runs.running.slice(-20));
  if (run) await end(client, run, false);
};

class RolledBack extends Error {}

/** A run ends, and the transaction is rolled back. */
export const changeTheirMind: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(api, run.userId, async (request) => {
    await request`
      update public.workflow_executions set status = 'completed', execution_time_seconds = 1
      where execution_id = ${run.id}`;
    throw new RolledBack();
  }).catch((error) => {
    if (!(error instanceof RolledBack)) throw error;
  });
};
