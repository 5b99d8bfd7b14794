import type { Statement } from "../wire/connection.ts";
import type { Person } from "./person.ts";

/** A plain statement on the table, under the same rules, for what the product does otherwise. */
export interface Live {
  name: string;
  statement(person: Person): Statement;
}

const zero = "00000000-0000-0000-0000-000000000000";

/** What the product's functions are there to avoid; measured as a yardstick, not as a promise. */
export const live: readonly Live[] = [
  {
    name: "live aggregate of one workflow",
    statement: ({ userId, workflowId }) => ({
      text: `
        select jsonb_build_object(
          'total', count(*), 'completed', count(*) filter (where e.status = 'completed'),
          'failed', count(*) filter (where e.status = 'failed'),
          'average', avg(e.execution_time_seconds),
          'percentiles', percentile_cont(array[0.5, 0.95, 0.99]) within group (
            order by e.execution_time_seconds
          )
        )
        from public.workflow_executions as e
        where e.workflow_id = $1 and e.owner_key in ($2, $3)`,
      parameters: [workflowId, userId, zero],
    }),
  },
  {
    name: "exact count of all one may see",
    statement: () => ({
      text: "select count(*) from public.workflow_executions",
      parameters: [],
    }),
  },
  {
    name: "first page by select on the table",
    statement: () => ({
      text: `
        select jsonb_agg(r) from (
          select execution_id, workflow_id, status, created_at, completed_at
          from public.workflow_executions order by created_at desc limit 50
        ) as r`,
      parameters: [],
    }),
  },
];
