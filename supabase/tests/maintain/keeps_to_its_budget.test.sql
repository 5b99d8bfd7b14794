-- When its time is up a step stops after a batch and says that work is left; without any time each
-- step still does one batch.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object(
      'created_at', now() - interval '10 years' + n * interval '1 minute',
      'status', 'completed', 'idempotency_key', 'old ' || n
    )
  )
  from fixture as f, generate_series(1, 5) as n;
end
$$;
create temp table told as
select private.maintenance_step('keys', 2, clock_timestamp()) as late;
alter table told add early jsonb;
update told
set early = private.maintenance_step('keys', 2, clock_timestamp() + interval '1 minute');

select is((select late ->> 'done' from told), '2', 'without time: one batch');
select is((select late ->> 'work_left' from told), 'true', 'without time: work is left');
select is((select early ->> 'done' from told), '3', 'with time: all');
select is((select early ->> 'work_left' from told), 'false', 'with time: no work is left');
select is(
  (select r.work_left from tests.maintain(0) as r), '{}',
  'a call without time does what is less than a batch'
);
select is((select r.outcome from tests.maintain(null) as r), 'done', 'null means the default');

select * from finish();
rollback;
