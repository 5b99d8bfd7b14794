-- What fails for one owner is undone, told, and tried again in an hour; other owners have their
-- turn all the same, also those who come later.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select u.unlucky, u.other, tests.create_workflow(null, 'shared') as workflow
from (select tests.create_user() as unlucky, tests.create_user() as other) as u;
select tests.apply_retention();
create temp table made as
select f.unlucky as owner, tests.create_run(f.unlucky, f.workflow, 'cancelled', 40) as execution_id
from fixture as f
union all
select f.other, tests.create_run(f.other, f.workflow, 'cancelled', 40)
from fixture as f;
insert into public.retention_policies (user_id, cancelled_days)
select f.unlucky, 30 from fixture as f;
-- Their turn comes first.
update private.retention_requests as r set requested_at = now() - interval '1 minute'
from fixture as f where r.owner_key = f.unlucky;
insert into public.retention_policies (user_id, cancelled_days)
select f.other, 30 from fixture as f;
create function pg_temp.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'not this one' using errcode = 'TE001';
end
$$;
do $$
begin
  execute format(
    'create trigger _990_refuse before delete on public.workflow_executions '
    'for each row when (old.user_id = %L) execute function pg_temp.refuse()',
    (select f.unlucky from fixture as f)
  );
end
$$;
create temp table progress as
select p.* from private.apply_retention(clock_timestamp() + interval '1 minute') as p;

select is(
  (select p.error from progress as p),
  (select 'TE001 not this one (owner ' || f.unlucky || ')' from fixture as f),
  'it is told for whom what was raised'
);
select set_eq(
  'select m.owner from made as m join public.workflow_executions as e using (execution_id)',
  'select f.unlucky from fixture as f',
  'the other owner''s run is gone, the unlucky one''s is there'
);
select ok(
  (
    select s.next_at > now() + interval '30 minutes'
    from private.retention_sweeps as s
    join fixture as f on s.owner_key = f.unlucky
  ),
  'it is tried again in an hour'
);
update private.retention_sweeps as s set next_at = now()
from fixture as f where s.owner_key = f.unlucky;
select matches(
  (select b.error from private.maintenance_batch('retention', 1000, now()) as b),
  'not this one', 'upkeep is told'
);
drop trigger _990_refuse on public.workflow_executions;
select is((select p.error from tests.apply_retention() as p), null, 'then nothing is to be told');

select * from finish();
rollback;
