-- Two executions that a caller may see are compared; when either is another user's, it is not
-- found, by the same words as one that never was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.stranger', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config('t.' || u.name, tests.create_run(
  u.id, current_setting('t.public')::uuid, 'failed', 1
)::text, true)
from (
  values
    ('theirs', current_setting('t.owner')::uuid), ('own', current_setting('t.stranger')::uuid),
    ('shared', null)
) as u (name, id);
-- What is told, or the whole error with the id of what was not found taken out.
create function pg_temp.answer(a text, b text) returns text language plpgsql as $$
declare
  v_found public.execution_comparison;
  v_message text;
  v_detail text;
  v_hint text;
begin
  v_found := public.compare_executions(answer.a::uuid, answer.b::uuid);
  return (v_found.a).status || ' and ' || (v_found.b).status;
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return regexp_replace(
    concat_ws(' | ', sqlstate, v_message, v_detail, v_hint), '[0-9a-f-]{36}', '(id)'
  );
end
$$;
create function pg_temp.id(name text) returns text language sql as $$
  select coalesce(current_setting('t.' || name, true), gen_random_uuid()::text)
$$;

select tests.act_as(current_setting('t.stranger')::uuid);
select is(
  pg_temp.answer(pg_temp.id('nothing'), pg_temp.id('own')),
  'PT404 | execution_not_found | There is no execution (id). | Check a and whose token you use.',
  'a is not there'
);
select is(
  pg_temp.answer(pg_temp.id('own'), pg_temp.id('nothing')),
  'PT404 | execution_not_found | There is no execution (id). | Check b and whose token you use.',
  'b is not there'
);
select is(
  pg_temp.answer(pg_temp.id('theirs'), pg_temp.id('own')),
  pg_temp.answer(pg_temp.id('nothing'), pg_temp.id('own')), 'a is another user''s'
);
select is(
  pg_temp.answer(pg_temp.id('own'), pg_temp.id('theirs')),
  pg_temp.answer(pg_temp.id('own'), pg_temp.id('nothing')), 'b is another user''s'
);
select is(pg_temp.answer(pg_temp.id('own'), pg_temp.id('shared')), 'failed and failed',
  'a shared one may be compared with');
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(
  pg_temp.answer(pg_temp.id('shared'), pg_temp.id('theirs')),
  pg_temp.answer(pg_temp.id('nothing'), pg_temp.id('nothing')), 'an anonymous sign-in'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  format('select public.compare_executions(%1$L, %1$L)', current_setting('t.shared')), '42501',
  'permission denied for function compare_executions', 'nobody signed in'
);
select tests.act_as_owner();
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.answer(pg_temp.id('theirs'), pg_temp.id('shared')), 'failed and failed',
  'the owner');
select tests.act_as_owner();
select tests.act_as_service();
select is(pg_temp.answer(pg_temp.id('theirs'), pg_temp.id('own')), 'failed and failed',
  'the service compares runs of different users');
select is(pg_temp.answer(pg_temp.id('nothing'), pg_temp.id('own')) like 'PT404%', true,
  'the service: what is not there');

select * from finish();
rollback;
