-- The latest completed run of the same owner, workflow and mode that was created before the one
-- asked about is found, whether or not it is held or has lost its payloads; else there is none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as workflow, tests.create_workflow(null) as other_workflow;
create temp table runs as
select r.name, tests.create_run(
  case r.whose when 'owner' then f.owner when 'stranger' then f.stranger end,
  case when r.name like 'other workflow%' then f.other_workflow else f.workflow end,
  r.status, r.days_ago, r.columns
) as execution_id
from fixture as f
cross join (
  values
    ('oldest', 'owner', 'completed', 9, '{"held": true, "inputs": {"n": 1}}'::jsonb),
    ('local', 'owner', 'completed', 8, '{"mode": "local-run"}'),
    ('expired', 'owner', 'completed', 7, jsonb_build_object('payloads_expired_at', now())),
    ('first bad', 'owner', 'failed', 6, '{"inputs": {"n": 1}}'),
    ('other workflow''s', 'owner', 'completed', 5.5, '{}'),
    ('stranger''s', 'stranger', 'completed', 5.4, '{}'),
    ('shared', null, 'completed', 5.3, '{}'),
    ('cancelled', 'owner', 'cancelled', 5.2, '{}'),
    ('good', 'owner', 'completed', 5, '{"inputs": {"n": 1}, "execution_time_seconds": 2.5}'),
    ('running', 'owner', 'running', 4.5, '{"inputs": {"n": 2}}'),
    ('held bad', 'owner', 'failed', 4, '{"held": true}'),
    ('last bad', 'owner', 'failed', 3, '{"inputs": {"n": 1}}'),
    ('other workflow''s bad', 'owner', 'failed', 5.6, '{}'),
    ('shared bad', null, 'failed', 2, '{}')
) as r (name, whose, status, days_ago, columns);
grant select on runs, fixture to public;

create function pg_temp.last_good_before(name text)
returns text
language sql
as $$
  select coalesce(
    (select g.name from runs as g where g.execution_id = (l.last_good).execution_id), 'none'
  )
  from runs as r
  cross join lateral public.last_good_execution(r.execution_id) as l
  where r.name = last_good_before.name
$$;

select tests.act_as(f.owner) from fixture as f;
select is(pg_temp.last_good_before('last bad'), 'good', 'the latest before it');
select is(pg_temp.last_good_before('running'), 'good', 'also of one that runs');
select is(pg_temp.last_good_before('good'), 'expired', 'also of one that completed: not itself');
select is(pg_temp.last_good_before('first bad'), 'expired', 'one without payloads');
select is(pg_temp.last_good_before('expired'), 'oldest', 'one that is held');
select is(pg_temp.last_good_before('oldest'), 'none', 'the first run has none');
select is(pg_temp.last_good_before('local'), 'none', 'the other mode is not comparable');
select is(pg_temp.last_good_before('other workflow''s bad'), 'none', 'nor another workflow');
select is(pg_temp.last_good_before('shared bad'), 'shared',
  'shared runs are compared with shared ones');
select results_eq(
  $$
    select
      l.mode, l.status, (l.last_good).same_inputs, (l.last_good).execution_time_seconds,
      (l.last_good).seconds_before, (l.last_good).payloads_expired_at, (l.last_good).why,
      l.search_limited
    from runs as r
    cross join lateral public.last_good_execution(r.execution_id) as l
    where r.name = 'last bad'
  $$,
  $$
    values (
      'cloud-run', 'failed', true, 2.5::numeric, 172800::numeric, null::timestamptz,
      'The latest completed cloud-run of the same workflow that was created before this run, with '
      'the same inputs.',
      false
    )
  $$,
  'why it is comparable'
);
select is(
  (
    select (l.last_good).why
    from runs as r
    cross join lateral public.last_good_execution(r.execution_id) as l
    where r.name = 'good'
  ),
  'The latest completed cloud-run of the same workflow that was created before this run, with '
  'other inputs; retention has removed its result, logs and events.',
  'and what is not there to compare'
);

select * from finish();
rollback;
