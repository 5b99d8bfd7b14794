-- Workflows of one's own and public ones are compared; when either is another user's, it is not
-- found, by the same words as one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select
  u.owner, u.stranger, tests.create_workflow(u.owner) as theirs,
  tests.create_workflow(u.stranger) as own, tests.create_workflow(null) as public
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
-- What is told, or the whole error with the id of what was not found taken out.
create function pg_temp.answer(a uuid, b uuid, user_id uuid default null)
returns text language plpgsql as $$
declare
  v_message text;
  v_detail text;
  v_hint text;
begin
  return left((
    select c.verdict
    from public.compare_workflows(answer.a, answer.b, user_id => answer.user_id) as c
  ), 7);
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return regexp_replace(
    concat_ws(' | ', sqlstate, v_message, v_detail, v_hint), '[0-9a-f-]{36}', '(id)'
  );
end
$$;

select tests.act_as(f.stranger) from fixture as f;
select is(
  (select pg_temp.answer(gen_random_uuid(), f.own) from fixture as f),
  'PT404 | workflow_not_found | There is no workflow (id) that this user may see. | '
  'Check workflow_id, and that the workflow is public or belongs to the user.',
  'what is not there'
);
select is(
  (
    select array[pg_temp.answer(f.theirs, f.own), pg_temp.answer(f.own, f.theirs)]
    from fixture as f
  ),
  array_fill((select pg_temp.answer(gen_random_uuid(), f.own) from fixture as f), array[2]),
  'another user''s'
);
select is((select pg_temp.answer(f.own, f.public) from fixture as f), 'Too few',
  'one''s own and a public one');
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  'select public.compare_workflows(gen_random_uuid(), gen_random_uuid())', '42501',
  'permission denied for function compare_workflows', 'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(f.owner) from fixture as f;
select is((select pg_temp.answer(f.theirs, f.public) from fixture as f), 'Too few', 'the owner');
select tests.act_as_owner();
select tests.act_as_service();
select is((select pg_temp.answer(f.theirs, f.public, f.owner) from fixture as f), 'Too few',
  'the service for the owner');
select is(
  (select pg_temp.answer(f.theirs, f.public, f.stranger) from fixture as f) like 'PT404%', true,
  'the service for a stranger'
);

select * from finish();
rollback;
