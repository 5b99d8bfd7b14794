-- What the table's own rules refuse is refused row by row, by name, and takes nothing from the
-- others; so is a row whose id is there with other content.
begin;
create extension if not exists pgtap with schema extensions;
select plan(21);

create temp table fixture as
select
  u.owner, tests.create_workflow(u.owner) as workflow,
  tests.create_workflow(tests.create_user()) as foreign_workflow,
  tests.create_execution(
    u.owner, tests.create_workflow(u.owner), '{"session_id": "taken", "error": "why"}'
  ) as stored
from (select tests.create_user() as owner) as u;
grant select on fixture to public;

select tests.act_as_service();
create temp table bad as
select row_number() over () as place, b.*
from fixture as f
cross join lateral (
  values
    ('{"execution_id": null}'::jsonb, 400, 'invalid_parameter', 'execution_id is missing.'),
    ('{"created_at": null}', 400, 'invalid_parameter', 'created_at is missing.'),
    ('{"execution_id": "1"}', 400, 'invalid_parameter', 'execution_id is a UUID.'),
    ('{"colour": "red"}', 400, 'unknown_parameter', 'colour is not a parameter.'),
    ('{"created_at": 1767225600000}', 400, 'invalid_parameter',
      'created_at is a time in ISO 8601, or in seconds since 1970 where it is imported.'),
    ('{"created_at": "yesterdayish"}', 400, 'invalid_parameter',
      'created_at is a time in ISO 8601, or in seconds since 1970 where it is imported.'),
    ('{"status": "done"}', 400, 'invalid_parameter', '%status_is_known%'),
    ('{"mode": "moon-run"}', 400, 'invalid_parameter', '%mode_is_known%'),
    ('{"completed_at": "2020-01-01"}', 400, 'invalid_parameter',
      '%completed_at_is_not_before_created_at%'),
    ('{"execution_time_seconds": -1, "completed_at": "2026-01-02"}', 400, 'invalid_parameter',
      '%is_not_negative%'),
    ('{"execution_time_seconds": 1e9}', 400, 'invalid_parameter', '%overflow%'),
    ('{"inputs": [1]}', 400, 'invalid_parameter', '%inputs_is_an_object%'),
    ('{"events": [{"kind": "song"}]}', 400, 'invalid_parameter', '%kind_is_known%'),
    (jsonb_build_object('error', repeat('x', 70000)), 413, 'payload_too_large', 'error is 70000%'),
    (jsonb_build_object('workflow_id', gen_random_uuid()), 404, 'workflow_not_found', '%'),
    (jsonb_build_object('workflow_id', f.foreign_workflow), 404, 'workflow_not_found', '%'),
    (jsonb_build_object('user_id', gen_random_uuid()), 404, 'user_not_found', '%'),
    ('{"session_id": "taken"}', 409, 'session_id_in_use', 'Session taken belongs to another%'),
    (jsonb_build_object('execution_id', f.stored, 'error', 'because'), 409, 'execution_differs',
      '%other content: created_at, error, status, workflow_id.')
) as b (change, status, code, message);
create temp table answers as
select i.*
from (
  select jsonb_agg(
    jsonb_build_object(
      'execution_id', gen_random_uuid(), 'workflow_id', f.workflow, 'user_id', f.owner,
      'status', 'completed', 'created_at', '2026-01-01T00:00:00Z'
    ) || coalesce(b.change, '{}') order by n
  ) as rows
  from fixture as f
  cross join generate_series(1, 40) as n
  -- Between any two of them there is a good one.
  left join bad as b on b.place * 2 = n
) as r
cross join lateral public.import_executions(r.rows) as i;

select is(
  (r.status, (r.error).code, (r.error).message like b.message)::text,
  (b.status, b.code, true)::text,
  coalesce((r.error).message, 'not refused') || ' (' || left(b.change::text, 60) || ')'
)
from bad as b
join (select (unnest(a.results)).* from answers as a) as r on r.index = b.place * 2 - 1;
select is((a.imported, a.unchanged, a.refused)::text, '(21,0,19)', 'the others are imported')
from answers as a;
select tests.act_as_owner();
select is_empty('select * from private.verify_rollups()', 'the counts are right');

select * from finish();
rollback;
