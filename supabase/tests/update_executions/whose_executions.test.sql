-- Users report on their own executions, the service on all; an item that names somebody else's or a
-- shared one is answered as one that names nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.public', tests.create_workflow(null)::text, true);
select set_config('t.execution', tests.create_execution(
  current_setting('t.owner')::uuid, current_setting('t.public')::uuid
)::text, true);
select set_config(
  't.shared', tests.create_execution(null, current_setting('t.public')::uuid)::text, true
);
-- The whole answer, with the ids asked for taken out.
create function pg_temp.answer(variadic ids text[]) returns text language sql as $$
  select regexp_replace(to_jsonb(a)::text, array_to_string(ids, '|'), '(id)', 'g')
  from public.update_executions((
    select jsonb_agg(jsonb_build_object(
      'execution_id', i.id, 'progress', 5, 'append_logs', '["line"]'::jsonb, 'session_id', 's'
    ))
    from unnest(ids) as i (id)
  )) as a
$$;
create function pg_temp.unknown() returns text language sql as $$
  select pg_temp.answer(gen_random_uuid()::text, gen_random_uuid()::text)
$$;

select tests.act_as(tests.create_user());
select matches(pg_temp.unknown(), '"failed": 2.*execution_not_found.*There is no execution \(id\)',
  'what is not there');
select is(
  pg_temp.answer(current_setting('t.execution'), current_setting('t.shared')), pg_temp.unknown(),
  'a stranger'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(
  pg_temp.answer(current_setting('t.execution'), current_setting('t.shared')), pg_temp.unknown(),
  'an anonymous sign-in'
);
select tests.act_as_owner();
select set_config('request.jwt.claims', '{"role": "authenticated"}', true);
set local role authenticated;
select is(
  pg_temp.answer(current_setting('t.execution'), current_setting('t.shared')), pg_temp.unknown(),
  'a token without a user'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok(
  $$ select public.update_executions('[{}]') $$, '42501',
  'permission denied for function update_executions', 'nobody signed in'
);
select tests.act_as_owner();
select is(
  (select count(*) from public.workflow_executions where num_nonnulls(progress, session_id) > 0)
  + (select count(*) from public.execution_events),
  0::bigint, 'nothing was changed'
);
select tests.act_as(current_setting('t.owner')::uuid);
select is(
  (
    select array_agg(r.status order by r.index)
    from public.update_executions(jsonb_build_array(
      jsonb_build_object('execution_id', current_setting('t.execution'), 'progress', 5),
      jsonb_build_object('execution_id', current_setting('t.shared'), 'progress', 5)
    )) as a
    cross join lateral unnest(a.results) as r
  ),
  '{200,404}', 'the owner: their own, no shared one'
);
select tests.act_as_owner();
select tests.act_as_service();
select is(
  (
    select array_agg(r.status order by r.index)
    from public.update_executions(jsonb_build_array(
      jsonb_build_object('execution_id', current_setting('t.execution'), 'progress', 6),
      jsonb_build_object('execution_id', current_setting('t.shared'), 'progress', 6)
    )) as a
    cross join lateral unnest(a.results) as r
  ),
  '{200,200}', 'the service: a user''s and a shared one'
);

select * from finish();
rollback;
