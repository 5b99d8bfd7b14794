-- Idempotency keys hold: a key that comes twice in a batch makes one execution, a key that is
-- stored replays it, a repeated batch is replayed item by item; other content is refused.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.workflow', tests.create_workflow(current_setting('t.owner')::uuid)::text, true
);
create function pg_temp.batch(items jsonb)
returns table (index integer, status integer, execution_id uuid, replayed boolean, code text)
language sql as $$
  select
    r.index, r.status, (r.execution).execution_id, (r.execution).replayed, (r.error).code
  from public.create_executions((
    select jsonb_agg(
      jsonb_build_object('workflow_id', current_setting('t.workflow')) || i.item order by i.place
    )
    from jsonb_array_elements(items) with ordinality as i (item, place)
  )) as a
  cross join lateral unnest(a.results) as r
$$;
select tests.act_as(current_setting('t.owner')::uuid);
select set_config(
  't.first',
  (
    public.create_execution(current_setting('t.workflow')::uuid, idempotency_key => 'stored')
  ).execution_id::text,
  true
);
create temporary table first on commit drop as
select * from pg_temp.batch(
  '[
    {"idempotency_key": "b"}, {"idempotency_key": "stored"}, {"idempotency_key": "a"},
    {"idempotency_key": "b"}, {"idempotency_key": "stored", "mode": "local-run"},
    {"idempotency_key": "a", "inputs": {"a": 1}}, {}
  ]'
);
select results_eq(
  'select index, status, replayed, code from first',
  $$
    values
      (0, 201, false, null), (1, 200, true, null), (2, 201, false, null), (3, 200, true, null),
      (4, 409, null, 'idempotency_key_reused'), (5, 409, null, 'idempotency_key_reused'),
      (6, 201, false, null)
  $$,
  'the first with a key makes it, the same again replays it, other content is refused'
);
select is(
  (select f.execution_id from first as f where f.index = 1), current_setting('t.first')::uuid,
  'what was stored before is found'
);
select is(
  (select f.execution_id from first as f where f.index = 3),
  (select f.execution_id from first as f where f.index = 0),
  'what the batch itself made, too'
);
select is((select count(*) from public.workflow_executions), 4::bigint, 'there are four');
select results_eq(
  $$
    select status, execution_id, replayed
    from pg_temp.batch(
      '[{"idempotency_key": "b"}, {"idempotency_key": "stored"}, {"idempotency_key": "a"}]'
    )
  $$,
  $$ select 200, f.execution_id, true from first as f where f.index in (0, 1, 2) order by index $$,
  'the same batch again replays item by item'
);
select tests.act_as_owner();
update public.workflow_executions set status = 'failed';
update public.workflows set archived_at = now()
where workflow_id = current_setting('t.workflow')::uuid;
select tests.act_as(current_setting('t.owner')::uuid);
select results_eq(
  $$
    select status, code from pg_temp.batch('[{"idempotency_key": "new"}, {"idempotency_key": "a"}]')
  $$,
  $$ values (409, 'workflow_archived'), (200, null) $$,
  'also when the workflow is archived since'
);
select is(
  (
    select array_agg((r.execution).status)
    from public.create_executions(jsonb_build_array(
      jsonb_build_object('workflow_id', current_setting('t.workflow'), 'idempotency_key', 'a')
    )) as a
    cross join lateral unnest(a.results) as r
  ),
  array['running'], 'with the status of the first answer'
);

select * from finish();
rollback;
