-- Without a filter, and by workflow, status, mode, streaming, quality and whole UTC days,
-- total_executions is the exact number of stored executions however many there are: counts folded
-- or pending and what runs now; runs that retention or somebody removed do not count. The service
-- asking for a user sees the same.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
create temp table fixture as
select
  u.*, tests.create_workflow(u.owner) as workflow, tests.create_workflow(null) as public_workflow
from (
  select
    tests.create_user() as owner, tests.create_user() as stranger,
    tests.create_user(is_anonymous => true) as visitor
) as u;
grant select on fixture to public;
create function pg_temp.add(most integer)
returns void
language sql
as $$
  insert into public.workflow_executions (
    user_id, workflow_id, created_at, status, mode, visual_streaming_enabled, visual_quality
  )
  select
    (array[f.owner, f.stranger, f.visitor, null])[1 + n % 4],
    case when n % 4 = 0 and n % 3 = 0 then f.workflow else f.public_workflow end,
    timestamptz '2026-03-05 12:00Z' - n * interval '5 hours',
    (array['completed', 'failed', 'cancelled', 'running'])[1 + n / 4 % 4],
    case when n % 5 = 0 then 'local-run' else 'cloud-run' end, n % 7 < 3,
    (array['low', 'standard', 'high'])[1 + n % 7]
  from fixture as f, generate_series(1, add.most) as n
$$;
-- Some counts are folded, some are pending; some runs were purged, some deleted, before and after.
select pg_temp.add(200);
select tests.purge(array(select e.execution_id from public.workflow_executions as e limit 20));
select tests.fold_rollups();
select pg_temp.add(150);
select tests.purge(array(select e.execution_id from public.workflow_executions as e limit 20));
delete from public.workflow_executions as e
where e.execution_id in (select o.execution_id from public.workflow_executions as o limit 20);

create temp table asked (conditions text, arguments text);
insert into asked
select
  concat_ws(' and ', 'true', w.conditions, o.conditions, d.conditions),
  concat_ws(', ', 'page_size => 1', w.arguments, o.arguments, d.arguments)
from (
  values
    (null, null), ('e.workflow_id = f.workflow', 'workflow_id => f.workflow'),
    ('e.workflow_id = f.public_workflow', 'workflow_id => f.public_workflow')
) as w (conditions, arguments)
cross join (
  values
    (null, null),
    ('e.status = ''failed''', 'status_filter => ''{failed}'''),
    (
      'e.status in (''completed'', ''running'')', 'status_filter => ''{running,completed,running}'''
    ),
    ('e.status = ''running''', 'status_filter => ''{running}'''),
    ('e.mode = ''local-run''', 'mode_filter => ''local-run'''),
    ('e.mode = ''cloud-run''', 'mode_filter => ''cloud-run'''),
    ('e.visual_quality = ''low''', 'visual_quality => ''low'', visual_streaming_only => true'),
    ('e.visual_streaming_enabled', 'visual_streaming_only => true'),
    (
      'e.status = ''running'' and e.mode = ''cloud-run'' and e.visual_quality = ''high''',
      'status_filter => ''{running}'', mode_filter => ''cloud-run'', visual_quality => ''high'''
    )
) as o (conditions, arguments)
cross join (
  values
    (null, null),
    ('e.created_at >= ''2026-02-20Z''', 'created_after => ''2026-02-20Z'''),
    (
      'e.created_at >= ''2026-02-10Z'' and e.created_at < ''2026-03-01Z''',
      'created_after => ''2026-02-10Z'', created_before => ''2026-03-01Z'''
    )
) as d (conditions, arguments);
grant select on asked to public;

-- What must come, from the table itself, for each user; then what comes.
create temp table expected (user_id uuid, arguments text, total bigint);
do $$
begin
  execute (
    select string_agg(
      format(
        'insert into expected select u.id, %L, count(e) from fixture as f'
        ' cross join unnest(array[f.owner, f.stranger, f.visitor]) as u (id)'
        ' left join public.workflow_executions as e'
        ' on (e.user_id = u.id or e.user_id is null and u.id <> f.visitor) and %s group by u.id',
        a.arguments, a.conditions
      ), '; '
    )
    from asked as a
  );
end
$$;
create temp table answered (user_id uuid, arguments text, total bigint, is_exact boolean);
grant insert on answered to public;
create function pg_temp.ask(user_id uuid, more text)
returns void
language plpgsql
as $$
begin
  execute (
    select string_agg(
      format(
        'insert into answered select %L, %L, h.total_executions, h.total_is_exact from fixture as f'
        ' cross join lateral public.execution_history(%s%s) as h',
        ask.user_id, a.arguments, a.arguments, ask.more
      ), '; '
    )
    from asked as a
  );
end
$$;
create function pg_temp.differences()
returns text
language sql
as $$
  select string_agg(format('%s: %s not %s', arguments, a.total, e.total), '; ')
  from expected as e
  left join answered as a using (user_id, arguments)
  where e.total is distinct from a.total or a.is_exact is not true
$$;

select cmp_ok(
  (select count(*) from expected as e where e.total > 0), '>', 150::bigint,
  'there is something to count'
);
select tests.act_as(f.owner) from fixture as f;
select pg_temp.ask(f.owner, '') from fixture as f;
select tests.act_as_owner();
select tests.act_as(f.stranger) from fixture as f;
select pg_temp.ask(f.stranger, '') from fixture as f;
select tests.act_as_owner();
select tests.act_as(f.visitor) from fixture as f;
select pg_temp.ask(f.visitor, '') from fixture as f;
select tests.act_as_owner();
select is(pg_temp.differences(), null, 'for an owner, a stranger and an anonymous sign-in');
delete from answered;
select tests.act_as_service();
select pg_temp.ask(u.id, format(', user_id => %L', u.id))
from fixture as f cross join unnest(array[f.owner, f.stranger, f.visitor]) as u (id);
select tests.act_as_owner();
select is(pg_temp.differences(), null, 'for the service on behalf of each');
do $$ begin perform tests.fold_rollups(); end $$;
delete from answered;
select tests.act_as(f.owner) from fixture as f;
select pg_temp.ask(f.owner, '') from fixture as f;
select tests.act_as_owner();
select is(
  (
    select string_agg(e.arguments, '; ')
    from expected as e, fixture as f, answered as a
    where e.user_id = f.owner and a.arguments = e.arguments and a.total <> e.total
  ),
  null, 'when everything is folded'
);
select tests.act_as(f.owner) from fixture as f;
select is(
  h.total_executions, 0::bigint, 'the zero UUID is no workflow, although the counts keep it for all'
)
from public.execution_history(
  workflow_id => '00000000-0000-0000-0000-000000000000', page => 2
) as h;

select * from finish();
rollback;
