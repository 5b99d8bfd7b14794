-- Executions named by id are deleted when they are the caller's, finished and not held; the answer
-- says what became of the others, and tells nothing of what is not theirs.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create function pg_temp.left_over() returns text language sql as $$
  select string_agg(e.tags[1], ', ' order by e.tags[1])
  from public.workflow_executions as e
  join fixture as f on f.owner = e.user_id
$$;
create temp table made as
select
  r.name, tests.create_execution(
    case when r.name = 'other' then f.stranger when r.name <> 'shared' then f.owner end,
    f.public, r.columns || jsonb_build_object('tags', jsonb_build_array(r.name))
  ) as execution_id
from (select f.*, tests.create_workflow(null) as public from fixture as f) as f
cross join (
  values
    ('completed', '{"status": "completed"}'::jsonb), ('failed', '{"status": "failed"}'),
    ('running', '{}'), ('held', '{"status": "completed", "held": true}'),
    ('running, held', '{"held": true}'), ('other', '{"status": "completed"}'),
    ('shared', '{"status": "completed"}'), ('not named', '{"status": "completed"}')
) as r (name, columns);
grant select on made to public;
insert into public.execution_events (execution_id, message)
select m.execution_id, 'a line' from made as m;

select tests.act_as(f.owner) from fixture as f;
select results_eq(
  $$
    select
      d.deleted_executions, d.remaining_executions, d.remaining_is_exact, d.skipped_running,
      d.skipped_held, d.done, d.next_cursor,
      (
        select array_agg(m.name order by m.name)
        from made as m
        where m.execution_id = any (d.skipped_execution_ids)
      )
    from public.delete_executions(
      (select array_agg(m.execution_id) || gen_random_uuid() from made as m where m.name <> 'not named')
    ) as d
  $$,
  $$
    values (
      2, 0::bigint, true, 2::bigint, 1::bigint, true, null::text,
      array['held', 'running', 'running, held']
    )
  $$,
  'what is deleted, what is skipped'
);
select is(pg_temp.left_over(), 'held, not named, running, running, held', 'the others stay');
select tests.act_as_owner();
select set_eq(
  $$ select m.name from made as m join public.workflow_executions as e using (execution_id) $$,
  $$ select m.name from made as m where m.name not in ('completed', 'failed') $$,
  'also those of others and shared ones'
);
select set_eq(
  $$ select m.name from made as m join public.execution_events as e using (execution_id) $$,
  $$ select m.name from made as m where m.name not in ('completed', 'failed') $$,
  'events go along'
);
select tests.act_as(f.stranger) from fixture as f;
select is(
  (public.delete_executions(array[gen_random_uuid()]))::text,
  (
    select (public.delete_executions(array[m.execution_id]))::text
    from made as m
    where m.name = 'held'
  ),
  'to a stranger an id is as unknown as none'
);

select * from finish();
rollback;
