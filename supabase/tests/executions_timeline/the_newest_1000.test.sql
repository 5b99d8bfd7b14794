-- Of more than 1 000 executions the newest are shown, and the answer says that there are more. It
-- reads little, however long the history is, the first time as the 6th and the 12th in a session.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null) as workflow;
grant select on fixture to public;
-- One a minute for two weeks; each takes 90 seconds.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select
  f.owner, f.workflow, r.created_at, 'completed', r.created_at + interval '90 seconds', 90
from fixture as f
cross join generate_series(1, 20000) as n
cross join lateral (select now() - n * interval '1 minute' as created_at) as r;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create function pg_temp.most_rows_read(call text)
returns bigint
language plpgsql
as $$
declare
  v_rows bigint[];
begin
  for n in 1..12 loop
    v_rows[n] := tests.rows_read_by('select t.* from public.' || most_rows_read.call || ' as t');
  end loop;
  return greatest(v_rows[1], v_rows[6], v_rows[12]);
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  (
    select (cardinality(t.bars), t.bars[1].starts_at = now() - interval '1000 minutes', t.tracks,
      t.most_at_once, t.truncated)::text
    from public.executions_timeline() as t
  ),
  '(1000,t,2,2,t)', 'the newest 1 000'
);
select is(
  (
    select (cardinality(t.bars), t.bars[1].starts_at = now() - interval '61 minutes', t.truncated)
      ::text
    from public.executions_timeline(since => now() - interval '1 hour') as t
  ),
  '(61,t,f)', 'an hour, and what reaches into it'
);
select cmp_ok(
  pg_temp.most_rows_read('executions_timeline()'), '<=', 9000::bigint, 'a day reads little'
);
select cmp_ok(
  pg_temp.most_rows_read('executions_timeline(since => now() - interval ''1 hour'')'), '<=',
  6000::bigint, 'so does an hour'
);
select cmp_ok(
  pg_temp.most_rows_read('executions_timeline(status_filter => ''{failed}'')'), '<=',
  100::bigint, 'what there is none of'
);

select * from finish();
rollback;
