-- The good reports of a batch are written by one statement; one that fails costs a few more, never
-- one per item.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config('t.items', jsonb_agg(jsonb_build_object(
  'execution_id',
  tests.create_execution(
    current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
    jsonb_build_object('tags', array['number ' || n])
  ),
  'progress', 50
))::text, true)
from generate_series(1, 200) as n;
create sequence pg_temp.statements;
create function pg_temp.count_statement() returns trigger language plpgsql security definer as $$
begin
  perform nextval('pg_temp.statements');
  return null;
end
$$;
create trigger t_count after update on public.workflow_executions
  for each statement execute function pg_temp.count_statement();

select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (public.update_executions(current_setting('t.items')::jsonb)).succeeded, 200, '200 good items'
);
select tests.act_as_owner();
select is(nextval('pg_temp.statements'), 2::bigint, 'by one statement');
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (
    public.update_executions(
      jsonb_set(current_setting('t.items')::jsonb, '{137,progress}', '101')
    )
  ).succeeded,
  199, 'all but a bad one'
);
select tests.act_as_owner();
select cmp_ok(nextval('pg_temp.statements'), '<=', 12::bigint, 'by at most log2(200) more');

select * from finish();
rollback;
