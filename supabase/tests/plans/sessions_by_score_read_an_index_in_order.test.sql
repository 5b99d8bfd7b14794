-- A page of visual sessions by score reads little more than the rows it shows, in the order of an
-- index: for a caller with 20 recordings as for one with most of the table, and for a range of
-- scores in either order.
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null) as hot, tests.create_workflow(null) as rare;
grant select on fixture to public;
-- 20 000 recordings: 19 000 of one user, 20 of another, 80 shared, the rest of others. Most have a
-- score of 100, one in a hundred less, one in a hundred none; one in 500 is of the rare workflow
-- or of a run that runs.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds, session_id,
  visual_enabled, visual_streaming_enabled, visual_quality
)
select
  case
    when n <= 19000 then f.heavy
    when n <= 19020 then f.light
    when n > 19100 then md5((n % 50)::text)::uuid
  end,
  case when n % 500 = 1 then f.rare else f.hot end,
  now() - (n * 7919 % 20000) * interval '1 minute',
  case when n % 500 = 2 then 'running' else 'completed' end,
  case when n % 500 <> 2 then now() end, 1, 's-' || n, true, true, 'low'
from fixture as f, generate_series(1, 20000) as n;
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;
insert into public.visual_recordings (
  execution_id, owner_key, workflow_id, status, session_id, created_at, replay_score
)
select
  e.execution_id, e.owner_key, e.workflow_id, e.status, e.session_id, e.created_at,
  case when n % 100 = 4 then null when n % 100 = 3 then n % 90 else 100 end
from public.workflow_executions as e
join generate_series(1, 20000) as n on e.session_id = 's-' || n;
analyze public.workflow_executions, public.visual_recordings;

-- 102: a page and one row more from each of two branches.
create temp table asked as
select
  u.caller, c.*,
  jsonb_populate_record(
    null::private.execution_filter, c.conditions || jsonb_build_object(
      'own_key', u.user_id, 'shared_key', '00000000-0000-0000-0000-000000000000',
      'of_recordings', true
    )
  ) as filter
from fixture as f
cross join lateral (values ('heavy', f.heavy), ('light', f.light)) as u (caller, user_id)
cross join lateral (
  values
    ('best first', 'replay_score.desc', null, jsonb '{}', 102),
    ('worst first', 'replay_score.asc', null, '{}', 102),
    ('far into the list', 'replay_score.desc', '100', '{}', 102),
    ('hot workflow', 'replay_score.desc', null, jsonb_build_object('workflow_id', f.hot), 102),
    ('rare workflow', 'replay_score.desc', null, jsonb_build_object('workflow_id', f.rare), 102),
    ('what runs', 'replay_score.desc', null, '{"statuses": ["running"]}', 102),
    ('a range', 'replay_score.desc', null, '{"min_score": 10, "max_score": 20}', 102),
    ('good ones, newest first', 'created_at.desc', null, '{"min_score": 90}', 110),
    ('poor ones, newest first', 'created_at.desc', null, '{"max_score": 50}', 400),
    ('scores that nothing has', 'created_at.desc', null, '{"min_score": 95, "max_score": 99}', 10)
) as c (description, sort, sort_key, conditions, most_rows);
grant select on asked to public;

select tests.act_as(f.heavy) from fixture as f;
select is(
  tests.page_problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  a.caller || ': ' || a.description
)
from asked as a where a.caller = 'heavy';
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select is(
  tests.page_problems(a.filter, a.sort, a.sort_key, a.most_rows), null,
  a.caller || ': ' || a.description
)
from asked as a where a.caller = 'light';

select * from finish();
rollback;
