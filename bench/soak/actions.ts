import type postgres from "postgres";
import { asCaller } from "./as-caller.ts";
import type { Population } from "./population.ts";
import { type KnownRun, pick, type Runs, take } from "./runs.ts";

/** What an action works with. */
export interface Client {
  api: postgres.Sql;
  owner: postgres.Sql;
  population: Population;
  runs: Runs;
}

/** One thing a client does. Errors that the product raises on purpose are the caller's to expect. */
export type Action = (client: Client) => Promise<void>;

const finals = ["completed", "failed", "cancelled"] as const;
const seconds = () => Math.round(Math.exp(Math.random() * 12 - 4) * 1000) / 1000;

const create: Action = async ({ api, population, runs }) => {
  // Half of the runs are of one workflow.
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

const finish = (byTable: boolean): Action => async (client) => {
  const run = take(client.runs.running);
  if (run) await end(client, run, byTable);
};

/** Other clients may be ending the same run at this moment. */
const compete: Action = async (client) => {
  const run = pick(client.runs.running.slice(-20));
  if (run) await end(client, run, false);
};

const beat: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.heartbeat_execution(
        execution_id => ${run.id}, progress => ${Math.random() * 100},
        visual_events_captured => ${Math.floor(Math.random() * 50)})`);
};

const report: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.update_execution(
        execution_id => ${run.id}, progress => ${Math.random() * 100},
        visual_stream_duration => ${seconds()}, append_logs => '["still here"]')`);
};

const reportLate: Action = async ({ api, runs }) => {
  const run = pick(runs.finished);
  const status = run && runs.ended.get(run.id);
  if (!run || !status) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.update_execution(
        execution_id => ${run.id}, status => ${status}, visual_stream_duration => ${seconds()},
        visual_events_captured => ${Math.floor(Math.random() * 50)})`);
};

const cancel: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(
    api,
    run.userId,
    (request) => request`select status from public.cancel_execution(${run.id}, 'no longer needed')`,
  );
};

const importPast: Action = async ({ api, population, runs }) => {
  const runner = pick(population.runners);
  if (!runner) return;
  const imported = await asCaller(
    api,
    null,
    (request) =>
      request<{ execution_id: string; status: string }[]>`
      insert into public.workflow_executions (
        user_id, workflow_id, status, created_at, execution_time_seconds)
      select ${runner.userId}, ${runner.workflowId}, (array['completed', 'failed'])[1 + i % 2],
        now() - random() * interval '40 days', round((random() * 100)::numeric, 3)
      from generate_series(1, ${1 + Math.floor(Math.random() * 20)}::integer) as i
      returning execution_id, status`,
  );
  for (const { execution_id: id, status } of imported) {
    runs.created.add(id);
    runs.ended.set(id, status);
    runs.finished.push({ id, userId: runner.userId });
  }
};

const remove: Action = async ({ api, runs }) => {
  const run = Math.random() < 0.8 ? take(runs.finished) : take(runs.running);
  if (!run) return;
  runs.removing.add(run.id);
  await asCaller(
    api,
    null,
    (request) => request`delete from public.workflow_executions where execution_id = ${run.id}`,
  );
};

class RolledBack extends Error {}

const changeTheirMind: Action = async ({ api, runs }) => {
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

const correct: Action = async ({ owner, runs }) => {
  const run = pick(runs.finished);
  if (!run) return;
  await owner`
    update public.workflow_executions
    set created_at = created_at - interval '1 day',
      mode = case mode when 'cloud-run' then 'local-run' else 'cloud-run' end
    where execution_id = ${run.id}`;
};

/** What clients do, each as often as its weight says. */
export const actions: readonly { weight: number; action: Action }[] = [
  { weight: 30, action: create },
  { weight: 16, action: finish(false) },
  { weight: 6, action: finish(true) },
  { weight: 5, action: compete },
  { weight: 15, action: beat },
  { weight: 5, action: report },
  { weight: 5, action: reportLate },
  { weight: 3, action: cancel },
  { weight: 4, action: importPast },
  { weight: 7, action: remove },
  { weight: 2, action: changeTheirMind },
  { weight: 2, action: correct },
];
