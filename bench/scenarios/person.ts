import type { BenchStack } from "../bench-stack.ts";
import { ranks, signIn } from "../history/settle.ts";

/** A user whose history is measured, and what they ask for. */
export interface Person {
  name: string;
  userId: string;
  token: string;
  /** Executions that they may see. */
  visible: number;
  /** Their workflow with the most executions. */
  workflowId: string;
  /** One of theirs with few. */
  rareWorkflowId: string;
  /** One of their executions, in the middle of their history. */
  executionId: string;
  /** One of their visual sessions; the light user has none. */
  sessionId: string | null;
  /** A cursor whose page is the last one. */
  lastCursor: string | null;
}

/** The two users, as the database holds them now. */
export async function people(stack: BenchStack): Promise<Person[]> {
  const names = Object.keys(ranks) as (keyof typeof ranks)[];
  return await Promise.all(names.map(async (name) => {
    const [row] = await stack.admin<Omit<Person, "name" | "token">[]>`
      with owner as (select p.user_id as id from bench.people as p where p.rank = ${ranks[name]}),
      mine as (
        select e.* from public.workflow_executions as e where e.owner_key = (select id from owner)
      )
      select
        (select id from owner) as "userId",
        (
          select count(*)::integer from public.workflow_executions as e
          where e.owner_key in ((select id from owner), '00000000-0000-0000-0000-000000000000')
        ) as visible,
        (
          select j.workflow_id from bench.jobs as j
          where j.owner_rank = ${ranks[name]} order by j.rank limit 1
        ) as "workflowId",
        (
          select j.workflow_id from bench.jobs as j
          where j.owner_rank = ${ranks[name]} order by j.rank desc limit 1
        ) as "rareWorkflowId",
        (
          select m.execution_id from mine as m
          where m.status = 'completed' and m.created_at < now() - interval '90 days'
          order by m.created_at desc, m.execution_id desc limit 1
        ) as "executionId",
        (
          select m.session_id from mine as m where m.session_id is not null
          order by m.created_at limit 1
        ) as "sessionId",
        (
          select private.cursor_at(
            'created_at.desc', false, to_jsonb(m.created_at) #>> '{}', m.execution_id
          )
          from mine as m order by m.created_at, m.execution_id offset 50 limit 1
        ) as "lastCursor"`;
    if (!row) throw new Error(`There is no user ${name}.`);
    return { ...row, name, token: await signIn(stack.env, name) };
  }));
}
