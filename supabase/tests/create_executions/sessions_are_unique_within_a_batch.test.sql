-- A session that comes twice in a batch is the first item's; the second is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.act_as(tests.create_user());
create temporary table answer on commit drop as
select r.*
from public.create_executions((
  select jsonb_agg(
    jsonb_build_object('workflow_id', current_setting('t.workflow'), 'session_id', s.session_id)
    order by s.place
  )
  from unnest(array['z', 'y', 'z', 'x', 'y']) with ordinality as s (session_id, place)
)) as a
cross join lateral unnest(a.results) as r;
select results_eq(
  'select status, (execution).session_id, (error).code from answer',
  $$
    values
      (201, 'z', null), (201, 'y', null), (409, null, 'session_id_in_use'), (201, 'x', null),
      (409, null, 'session_id_in_use')
  $$,
  'the first of each has it'
);
select is((select count(*) from public.workflow_executions), 3::bigint, 'three were made');

select * from finish();
rollback;
