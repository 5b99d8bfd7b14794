-- For a stranger a workflow that belongs to somebody else does not exist: 404, word for word as for
-- an id that never was; also when the service asks on the stranger's behalf.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, tests.create_user() as stranger, tests.create_user(is_anonymous => true) as visitor,
  tests.create_workflow(u.owner) as workflow, gen_random_uuid() as unknown
from (select tests.create_user() as owner) as u;
grant select on fixture to public;

create function pg_temp.refusal(workflow_id uuid, user_id uuid)
returns text
language plpgsql
as $$
declare
  v_message text;
  v_detail text;
  v_hint text;
begin
  perform public.execution_stats(refusal.workflow_id, user_id => refusal.user_id);
  return 'no error';
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return concat_ws(
    ' | ', sqlstate, v_message, replace(v_detail, refusal.workflow_id::text, 'ID'), v_hint
  );
end
$$;

select tests.act_as(f.stranger) from fixture as f;
select throws_ok(
  'select public.execution_stats(f.workflow) from fixture as f',
  'PT404', 'workflow_not_found', 'a stranger''s question'
);
select throws_ok(
  'select public.execution_stats(f.unknown) from fixture as f',
  'PT404', 'workflow_not_found', 'an unknown id'
);
select is(pg_temp.refusal(f.workflow, null), pg_temp.refusal(f.unknown, null), 'the same words')
from fixture as f;
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select is(
  pg_temp.refusal(f.workflow, null), pg_temp.refusal(f.unknown, null), 'to an anonymous sign-in too'
) from fixture as f;
select tests.act_as_owner();
select tests.act_as_service();
select matches(
  pg_temp.refusal(f.workflow, f.stranger), '^PT404 . workflow_not_found',
  'the service asks for the stranger'
) from fixture as f;
select is(
  pg_temp.refusal(f.workflow, f.stranger), pg_temp.refusal(f.unknown, f.stranger),
  'the same words to the service'
) from fixture as f;
select is(pg_temp.refusal(f.workflow, f.owner), 'no error', 'the service asks for the owner')
from fixture as f;

select * from finish();
rollback;
