-- An answer has at most 1 000 states; following next_cursor gives all of them, each once, also
-- where some were created at the same moment or are both running and new.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

create temp table fixture as
select tests.create_user(is_anonymous => true) as owner, tests.create_workflow(null) as workflow;
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select
  f.owner, f.workflow, now() - (n / 3) * interval '1 second',
  case when n % 2 = 0 then 'running' else 'completed' end,
  case when n % 2 = 1 then now() end, case when n % 2 = 1 then 1 end
from fixture as f, generate_series(1, 2500) as n;
alter table public.workflow_executions enable trigger user;
grant select on fixture to public;
create temp table seen (page integer, execution_id uuid, created_at timestamptz);
grant all on seen to public;
create function pg_temp.follow(since timestamptz) returns integer[] language plpgsql as $$
declare
  v_answer public.execution_states_page;
  v_sizes integer[] := '{}';
begin
  delete from seen;
  loop
    v_answer := public.execution_states(
      since => follow.since, cursor => v_answer.next_cursor
    );
    v_sizes := v_sizes || cardinality(v_answer.states);
    insert into seen
    select cardinality(v_sizes), s.execution_id, s.created_at from unnest(v_answer.states) as s;
    exit when v_answer.next_cursor is null;
  end loop;
  return v_sizes;
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.follow(null), '{1000,250}', 'what runs');
select is(pg_temp.follow(now() - interval '1 day'), '{1000,1000,500}', 'and what began since');
select is(
  (select count(distinct s.execution_id) from seen as s), 2500::bigint, 'each is there, once'
);
select is_empty(
  $$
    select from (
      select s.created_at, lag(s.created_at) over (order by s.page, s.created_at) as before
      from seen as s
    ) as o
    where o.before > o.created_at
  $$,
  'the oldest first'
);

select * from finish();
rollback;
