-- Every read function works in a read-only transaction, so that reads can go to a replica.
begin;
create extension if not exists pgtap with schema extensions;
select plan(27);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
do $$
begin
  perform tests.create_execution(
    f.owner, f.workflow,
    jsonb_build_object(
      'created_at', now() - n * interval '1 minute', 'visual_streaming_enabled', true,
      'status', case when n > 2 then 'completed' else 'running' end
    )
  )
  from fixture as f, generate_series(1, 4) as n;
end
$$;

select tests.create_execution(
  tests.create_user(), tests.create_workflow(null),
  '{"visual_streaming_enabled": true, "session_id": "recorded"}'
);
select tests.record_batch('recorded', 0);

select tests.act_as(f.owner) from fixture as f;
set transaction read only;
select throws_ok(
  'select public.create_execution((select f.workflow from fixture as f))',
  '25006', 'cannot execute INSERT in a read-only transaction',
  'the transaction is read-only: nothing can be created in it'
);
select is(
  (select jsonb_array_length(h.executions) from public.execution_history() as h),
  4, 'execution_history()'
);
select is(
  (
    select jsonb_array_length(second.executions)
    from public.execution_history(page_size => 3, include_payloads => true) as first
    cross join lateral public.execution_history(
      page_size => 3, cursor => first.next_cursor, include_payloads => true
    ) as second
  ),
  1, 'execution_history() by cursor, with payloads'
);
select is(
  (
    select jsonb_array_length(h.executions)
    from public.execution_history(search => 'visual-', mode_filter => 'cloud-run') as h
  ),
  4, 'execution_history() with filters that no index serves'
);
select is(
  (select s.total_executions from fixture as f, public.execution_stats(f.workflow) as s),
  4::bigint, 'execution_stats()'
);
select is(
  (select o.total_executions from public.execution_overview() as o),
  4::bigint, 'execution_overview()'
);
select is(
  (select (t.total).total_executions from public.execution_trends(bucket => 'hour') as t),
  4::bigint, 'execution_trends() from rows'
);
select is(
  (select (t.total).total_executions from public.execution_trends() as t),
  4::bigint, 'execution_trends() from rollups'
);
select is(
  (select cardinality(a.active_executions) from public.active_executions() as a),
  2, 'active_executions()'
);
select is(
  (
    select cardinality(s.states)
    from fixture as f, public.execution_states(
      workflow_id => f.workflow, since => now() - interval '1 day'
    ) as s
  ),
  4, 'execution_states()'
);
select is(
  (select p.executions_deleted from public.preview_retention() as p), 0::bigint,
  'preview_retention()'
);
select is(
  (select cardinality(q.limits) from public.quota_status() as q), 0, 'quota_status()'
);
select is(
  (select cardinality(v.sessions) from public.visual_sessions() as v),
  4, 'visual_sessions()'
);
select is(
  (
    select d.events
    from public.execution_history(page_size => 1) as h
    cross join lateral public.execution_detail((h.executions #>> '{0,execution_id}')::uuid) as d
  ),
  '[]', 'execution_detail()'
);

select is(
  (
    select (t.entries)[1].kind
    from public.execution_history(page_size => 1) as h
    cross join lateral public.execution_timeline(
      (h.executions #>> '{0,execution_id}')::uuid
    ) as t
  ),
  'created', 'execution_timeline()'
);
select is(
  (select cardinality(t.bars) from public.executions_timeline() as t), 4, 'executions_timeline()'
);
select is(
  (
    select (l.last_good).seconds_before
    from public.execution_history(page_size => 1) as h
    cross join lateral public.last_good_execution(
      (h.executions #>> '{0,execution_id}')::uuid
    ) as l
  ),
  120::numeric, 'last_good_execution()'
);
select is(
  (
    select c.same_workflow
    from public.execution_history(page_size => 2) as h
    cross join lateral public.compare_executions(
      (h.executions #>> '{0,execution_id}')::uuid, (h.executions #>> '{1,execution_id}')::uuid
    ) as c
  ),
  true, 'compare_executions()'
);
select is(
  (
    select (c.b).sampled_executions
    from fixture as f, public.compare_workflows(f.workflow, f.workflow) as c
  ),
  2, 'compare_workflows()'
);
select is(
  (select (c.a).sampled_executions from fixture as f, public.compare_modes(f.workflow) as c),
  2, 'compare_modes()'
);
select is(
  (
    select array[first.rows, second.rows]
    from public.export_executions(include => '{logs,events}') as first
    cross join lateral public.export_executions(
      after => first.snapshot || ',2126-01-01,ffffffff-ffff-ffff-ffff-ffffffffffff'
    ) as second
  ),
  '{4,4}', 'export_executions()'
);

select tests.act_as_owner();
select tests.act_as_service();
select is(
  (
    select h.total_executions
    from fixture as f, public.execution_history(user_id => f.owner) as h
  ),
  4::bigint, 'execution_history() for the service'
);
select is(
  (
    select a.total_active
    from fixture as f, public.active_executions(user_id => f.owner) as a
  ),
  2::bigint, 'active_executions() for the service'
);

select is(
  (
    select cardinality(v.chunks)
    from public.visual_chunks('recorded', "from" => now() + interval '1 minute') as v
  ),
  1, 'visual_chunks() that show a moment'
);
select is(
  (select cardinality(v.chunks) from public.visual_chunks('recorded', after => 0) as v),
  1, 'visual_chunks() that are new'
);
select is(
  (select v.chunks from public.visual_chunk('recorded', 'main', 0) as v), 1, 'visual_chunk()'
);
select is(
  (select cardinality(v.chunks) from public.visual_stream('recorded') as v), 1, 'visual_stream()'
);

select * from finish();
rollback;
