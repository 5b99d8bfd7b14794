import type { Person } from "../scenarios/person.ts";
import type { Statement } from "../wire/connection.ts";

/** Which rows, and in which order: what a client of the older design puts into its URL. */
export interface OlderQuery {
  columns: string;
  /** Filters by column. */
  equal: Record<string, string>;
  between?: readonly [after: string, before: string];
  order: string;
  limit: number;
  offset: number;
  counted: boolean;
}

/** The statement that PostgREST makes of it; count=exact counts in the same statement. */
export function olderStatement(query: OlderQuery): Statement {
  const parameters: string[] = [];
  const bind = (value: string) => `$${parameters.push(value)}`;
  const conditions = Object.entries(query.equal)
    .map(([column, value]) => `workflow_executions.${column} = ${bind(value)}`);
  if (query.between) {
    const [after, before] = query.between;
    conditions.push(`workflow_executions.created_at >= ${bind(after)}`);
    conditions.push(`workflow_executions.created_at < ${bind(before)}`);
  }
  const where = conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
  const from = `from older.workflow_executions ${where}`;
  return {
    text: `with pgrst_source as (
        select ${query.columns} ${from} order by ${query.order}
        limit ${query.limit} offset ${query.offset}
      ), pgrst_source_count as (select 1 ${query.counted ? from : ""})
      select jsonb_build_object(
        'body', coalesce(json_agg(r), '[]'), 'page', count(r),
        'total', ${query.counted ? "(select count(*) from pgrst_source_count)" : "null"}
      )
      from (select * from pgrst_source) as r`,
    parameters,
  };
}

const page = {
  ...{ columns: "workflow_executions.*", order: "created_at desc", limit: 50, offset: 0 },
  counted: true,
};

/** Lists by the names of the product's reads; a null cannot be asked of it. */
export const olderLists: Record<string, (person: Person, total: number) => OlderQuery | null> = {
  "first page": ({ userId }) => ({ ...page, equal: { user_id: userId } }),
  "page 100": ({ userId }, total) =>
    total > 5000 ? { ...page, equal: { user_id: userId }, offset: 4950 } : null,
  "last page, by cursor": ({ userId }, total) => ({
    ...{ ...page, equal: { user_id: userId } },
    offset: Math.max(0, total - 50),
  }),
  "one status": ({ userId }) => ({ ...page, equal: { user_id: userId, status: "failed" } }),
  "one workflow": ({ workflowId }) => ({ ...page, equal: { workflow_id: workflowId } }),
  "one session": ({ sessionId }) =>
    sessionId ? { ...page, equal: { session_id: sessionId } } : null,
  "7 days": ({ userId }) => ({
    ...{ ...page, equal: { user_id: userId } },
    between: [97, 90].map((days) => new Date(Date.now() - days * 86_400_000).toISOString()) as [
      string,
      string,
    ],
  }),
  "detail": ({ executionId }) => ({
    ...{ ...page, equal: { execution_id: executionId } },
    ...{ limit: 1, counted: false },
  }),
};
