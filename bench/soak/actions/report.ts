import { asCaller } from "../as-caller.ts";
import { pick } from "../runs.ts";
import { type Action, seconds } from "./action.ts";

/** A sign of life. */
export const beat: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.heartbeat_execution(
        execution_id => ${run.id}, progress => ${Math.random() * 100},
        visual_events_captured => ${Math.floor(Math.random() * 50)})`);
};

/** Progress, metrics and a line. */
export const report: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.update_execution(
        execution_id => ${run.id}, progress => ${Math.random() * 100},
        visual_stream_duration => ${seconds()}, append_logs => '["still here"]')`);
};

/** Metrics of a run that has ended. */
export const reportLate: Action = async ({ api, runs }) => {
  const run = pick(runs.finished);
  const status = run && runs.ended.get(run.id);
  if (!run || !status) return;
  await asCaller(api, run.userId, (request) =>
    request`
      select status from public.update_execution(
        execution_id => ${run.id}, status => ${status}, visual_stream_duration => ${seconds()},
        visual_events_captured => ${Math.floor(Math.random() * 50)})`);
};

/** A request to stop. */
export const cancel: Action = async ({ api, runs }) => {
  const run = pick(runs.running);
  if (!run) return;
  await asCaller(
    api,
    run.userId,
    (request) => request`select status from public.cancel_execution(${run.id}, 'no longer needed')`,
  );
};
