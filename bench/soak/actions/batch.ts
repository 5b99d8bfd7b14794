import { asCaller } from "../as-caller.ts";
import { type KnownRun, pick, take } from "../runs.ts";
import { type Action, seconds } from "./action.ts";

interface Outcome {
  execution_id: string;
  status: string;
}

const items = () => 2 + Math.floor(Math.random() * 15);

/** A user starts many runs at once. */
export const createMany: Action = async ({ api, population, runs }) => {
  const userId = pick(population.users) ?? "";
  const runners = population.runners.filter((runner) => runner.userId === userId);
  const wanted = Array.from({ length: items() }, () => ({
    workflow_id: pick(runners)?.workflowId ?? "",
    mode: pick(["cloud-run", "local-run"]) ?? "",
  }));
  const created = await asCaller(api, userId, (request) =>
    request<Outcome[]>`
      select (r.execution).execution_id, (r.execution).status
      from public.create_executions(${request.json(wanted)}) as b, unnest(b.results) as r
      where r.status = 201`);
  for (const { execution_id: id } of created) {
    runs.created.add(id);
    runs.running.push({ id, userId });
  }
};

/** Many runs of a user end at once; some of them other clients may be ending at this moment. */
export const endMany: Action = async ({ api, runs }) => {
  const first = take(runs.running);
  if (!first) return;
  const others = Array.from({ length: items() }, () => pick(runs.running))
    .filter((run): run is KnownRun => run?.userId === first.userId);
  const wanted = [...new Set([first, ...others])].map(({ id }) => ({
    execution_id: id,
    status: pick(["completed", "failed", "cancelled"]) ?? "",
    execution_time_seconds: seconds(),
  }));
  const ended = await asCaller(api, first.userId, (request) =>
    request<Outcome[]>`
      select (r.execution).execution_id, (r.execution).status
      from public.update_executions(${request.json(wanted)}) as b, unnest(b.results) as r
      where r.status = 200`);
  for (const { execution_id: id, status } of ended) runs.ended.set(id, status);
  runs.finished.push(first);
};
