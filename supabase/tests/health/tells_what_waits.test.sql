-- Counts not folded, stuck runs, old runs, accounts not removed and keys not expired are told with
-- their number or age.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
create function pg_temp.told(name text)
returns text
language sql
as $$
  select concat(h.status, ' ', floor(h.value)) from private.health() as h where h.name = told.name
$$;
do $$
begin
  perform tests.maintain();
end
$$;
delete from private.deleted_accounts;

create temp table delta as select d.* from private.execution_deltas as d limit 0;
insert into public.workflow_executions (user_id, workflow_id, status, completed_at, created_at)
select f.owner, f.workflow, 'completed', now(), now() from fixture as f;
with taken as (
  delete from private.execution_deltas as d using fixture as f
  where d.owner_key = f.owner returning d.*
)
insert into delta select * from taken;
select is(pg_temp.told('pending_deltas'), 'ok 0', 'nothing waits to be folded');
select is(pg_temp.told('oldest_delta_seconds'), 'ok 0', 'and so has no age');
insert into private.execution_deltas
select (d).* from (
  select jsonb_populate_record(
    d, jsonb_build_object('counted_at', now() - interval '10 minutes')
  ) as d
  from delta as d, generate_series(1, 10001)
) as d;
select is(pg_temp.told('pending_deltas'), 'warn 10001', 'many wait to be folded');
select matches(pg_temp.told('oldest_delta_seconds'), '^warn 60\d$', 'for ten minutes');
update private.execution_deltas set counted_at = now() - interval '2 hours';
select matches(pg_temp.told('oldest_delta_seconds'), '^critical 720\d$', 'for two hours');

do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object('created_at', now() - interval '32 days', 'timeout_seconds', 60)
  )
  from fixture as f, generate_series(1, 1001);
end
$$;
select is(pg_temp.told('stuck_executions'), 'warn 1001', 'stuck runs');
select matches(pg_temp.told('oldest_running_seconds'), '^warn 27648\d\d$', 'the oldest run');

insert into private.deleted_accounts (user_id, deleted_at)
values (gen_random_uuid(), now() - interval '90 minutes');
select matches(pg_temp.told('oldest_deleted_account_seconds'), '^ok 540\d$', 'a deleted account');
update private.deleted_accounts set deleted_at = now() - interval '3 hours';
select matches(pg_temp.told('oldest_deleted_account_seconds'), '^warn 1080\d$', 'for three hours');
update private.deleted_accounts set deleted_at = now() - interval '25 hours';
select matches(pg_temp.told('oldest_deleted_account_seconds'), '^critical 9000\d$', 'for a day');

delete from private.retention_requests;
update private.retention_sweeps set next_at = now() + interval '1 minute';
select is(pg_temp.told('retention_overdue_seconds'), 'ok 0', 'no retention is due');
update private.retention_sweeps set next_at = now() - interval '2 hours';
select matches(pg_temp.told('retention_overdue_seconds'), '^warn 720\d$', 'retention is due');
insert into private.retention_requests (owner_key, requested_at)
values (gen_random_uuid(), now() - interval '25 hours');
select matches(
  pg_temp.told('retention_overdue_seconds'), '^critical 9000\d$', 'a new policy waits'
);

select is(pg_temp.told('expired_keys'), 'ok 0', 'no key is past its time');
do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object(
      'created_at', now() - interval '8 days', 'status', 'completed', 'idempotency_key', 'old'
    )
  )
  from fixture as f;
end
$$;
select is(pg_temp.told('expired_keys'), 'ok 1', 'a key past its time');

select * from finish();
rollback;
