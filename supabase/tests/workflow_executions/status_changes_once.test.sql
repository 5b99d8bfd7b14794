-- Status goes from running to completed, failed or cancelled, once, by a user's direct update;
-- the database sets when it ended and, if absent, how long it took.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
  jsonb_build_object('tags', array[s.status], 'created_at', now() - interval '90.5 seconds')
)
from unnest(array['completed', 'failed', 'cancelled', 'running']) as s (status);

select tests.act_as(current_setting('t.owner')::uuid);
update public.workflow_executions set status = tags[1];
select results_eq(
  $$
    select status::text, completed_at, execution_time_seconds, updated_at
    from public.workflow_executions
    order by status
  $$,
  $$
    values
      ('cancelled', now(), 90.5, now()), ('completed', now(), 90.5, now()),
      ('failed', now(), 90.5, now()), ('running', null, null, now())
  $$,
  'each status is reached from running'
);
select throws_ok(
  format('update public.workflow_executions set status = %L where status = %L', t.to, f.from),
  'PT409', 'execution_already_finished', f.from || ' does not become ' || t.to
)
from unnest(array['completed', 'failed', 'cancelled']) as f ("from")
cross join unnest(array['running', 'completed', 'failed', 'cancelled']) as t ("to")
where f.from <> t.to;
select lives_ok(
  'update public.workflow_executions set status = status', 'the same status again is no change'
);
select throws_ok(
  'update public.workflow_executions set status = ''paused'' where status = ''running''', '23514',
  null, 'there are no other statuses'
);
select throws_ok(
  'update public.workflow_executions set status = ''Completed'' where status = ''completed''',
  'PT409', 'execution_already_finished', 'case matters'
);

select * from finish();
rollback;
