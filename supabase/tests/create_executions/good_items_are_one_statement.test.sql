-- The good items of a batch are written by one statement; one that fails costs a few more, never
-- one per item.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
create sequence pg_temp.statements;
create function pg_temp.count_statement() returns trigger language plpgsql security definer as $$
begin
  perform nextval('pg_temp.statements');
  return null;
end
$$;
create trigger t_count after insert on public.workflow_executions
  for each statement execute function pg_temp.count_statement();
create function pg_temp.batch(size integer, bad integer) returns public.created_executions
language sql as $$
  select public.create_executions((
    select jsonb_agg(jsonb_build_object(
      'workflow_id',
      case when n = bad then gen_random_uuid()::text else current_setting('t.workflow') end
    ))
    from generate_series(1, size) as n
  ))
$$;

select tests.act_as(tests.create_user());
select is((pg_temp.batch(200, 0)).succeeded, 200, '200 good items');
select tests.act_as_owner();
select is(nextval('pg_temp.statements'), 2::bigint, 'by one statement');
select tests.act_as(tests.create_user());
select is((pg_temp.batch(200, 137)).succeeded, 199, 'all but a bad one');
select tests.act_as_owner();
select cmp_ok(nextval('pg_temp.statements'), '<=', 12::bigint, 'by at most log2(200) more');

select * from finish();
rollback;
