-- For each limit that holds: what was used, what remains, and when it resets; to the account's user
-- and to the service. Whoever has no limit is told of none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  tests.create_workflow(null, 'Order a kettle') as workflow;
grant select on fixture to public;
insert into private.quotas (user_id, workflow_id, name, most)
select f.owner, q.workflow, q.name, q.most
from fixture as f
cross join lateral (
  values
    (null::uuid, 'executions_per_minute', 5), (null, 'executions_per_day', 50),
    (null, 'stored_bytes', 100000), (null, 'visual_events_per_second', 10),
    (f.workflow, 'running_executions', 4)
) as q (workflow, name, most);
create temp table expected as
select l.*
from fixture as f
cross join lateral (
  values
    (null::text, 'executions_per_day', 50::bigint, 3::bigint, 47::bigint,
      date_trunc('day', now(), 'UTC') + interval '24 hours'),
    (null, 'executions_per_minute', 5, 3, 2, date_trunc('minute', now()) + interval '1 minute'),
    (null, 'visual_events_per_second', 10, 0, 10, null),
    ('Order a kettle', 'running_executions', 4, 2, 2, null)
) as l (workflow_name, name, most, used, remaining, resets_at);
grant select on expected to public;

select tests.act_as(f.owner) from fixture as f;
select public.create_execution(f.workflow) from fixture as f, generate_series(1, 3);
select public.update_execution(
  (select e.execution_id from public.workflow_executions as e limit 1), status => 'failed'
);
prepare told as
  select l.workflow_name, l.name, l."limit", l.used, l.remaining, l.resets_at
  from public.quota_status() as s, unnest(s.limits) as l
  where l.name <> 'stored_bytes';
select results_eq('told', 'table expected', 'to the user');
select ok(
  (select l.used between 600 and 700 and l.used + l.remaining = 100000
    from public.quota_status() as s, unnest(s.limits) as l where l.name = 'stored_bytes'),
  'bytes of three runs without payloads'
);
select tests.act_as_owner();
select tests.act_as_service();
select results_eq(
  'select l.workflow_name, l.name, l."limit", l.used, l.remaining, l.resets_at '
    'from fixture as f, public.quota_status(f.owner) as s, unnest(s.limits) as l '
    'where l.name <> ''stored_bytes''',
  'table expected', 'to the service'
);
select throws_ok('select public.quota_status()', 'PT400', 'user_id_required', 'which says for whom');
select tests.act_as_owner();
select tests.act_as(f.other) from fixture as f;
select is((select s.limits from public.quota_status() as s), '{}', 'who has none is told of none');

select * from finish();
rollback;
