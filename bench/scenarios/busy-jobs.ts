import type { BenchStack } from "../bench-stack.ts";
import type { Job } from "./pair.ts";

/** The 500 workflows that run most, of many owners. */
export async function busyJobs({ admin }: BenchStack): Promise<Job[]> {
  return await admin<Job[]>`
    select p.user_id as "userId", j.workflow_id as "workflowId"
    from bench.jobs as j join bench.people as p on p.rank = j.owner_rank
    where j.rank <= 10000 order by j.rank limit 500`;
}
