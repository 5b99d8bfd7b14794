-- The filters of execution_history() say what is deleted.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create function pg_temp.left_over() returns text language sql as $$
  select string_agg(e.tags[1], ', ' order by e.tags[1])
  from public.workflow_executions as e
  join fixture as f on f.owner = e.user_id
$$;
select tests.create_workflow(f.owner, v.name)
from fixture as f
cross join (values ('first'), ('second')) as v (name);
select tests.create_run(
  f.owner, w.workflow_id, r.status, r.days_ago, r.columns || jsonb_build_object(
    'tags', jsonb_build_array(r.name), 'inputs', jsonb_build_object('name', r.name),
    'metadata', jsonb_build_object('name', r.name)
  )
)
from fixture as f
cross join (
  values
    ('a', 'completed', 1, '{"mode": "local-run"}'::jsonb, 'first'),
    ('b', 'failed', 2, '{"error": "100% of it"}', 'first'),
    ('c', 'cancelled', 3, '{"execution_time_seconds": 1000}', 'first'),
    ('d', 'completed', 4, '{"visual_streaming_enabled": true, "visual_quality": "low"}', 'second'),
    ('e', 'completed', 5, '{"session_id": "e"}', 'second'),
    ('f', 'completed', 6, '{}', 'second'), ('g', 'completed', 7, '{}', 'second'),
    ('h', 'running', 8, '{}', 'second')
) as r (name, status, days_ago, columns, workflow)
join lateral (
  select w.workflow_id from public.workflows as w where w.name = r.workflow
) as w on true;

select tests.act_as(f.owner) from fixture as f;
create function pg_temp.after(statement text) returns text language plpgsql as $$
begin
  execute 'select * from public.delete_executions(' || after.statement || ')';
  return pg_temp.left_over();
end
$$;
select is(pg_temp.after('mode_filter => ''local-run'''), 'b, c, d, e, f, g, h', 'mode');
select is(pg_temp.after('search => ''100%'''), 'c, d, e, f, g, h', 'search');
select is(pg_temp.after('min_seconds => 1000, max_seconds => 1000'), 'd, e, f, g, h', 'duration');
select is(
  pg_temp.after('visual_streaming_only => true, visual_quality => ''low'''), 'e, f, g, h', 'visual'
);
select is(pg_temp.after('session_id => ''e'''), 'f, g, h', 'session');
select is(pg_temp.after('inputs => ''{"name": "f"}'''), 'g, h', 'inputs');
select is(pg_temp.after('metadata => ''{"name": "x"}'''), 'g, h', 'metadata');
select is(pg_temp.after('tags => ''{g}'', created_after => now()'), 'g, h', 'all of them');
select is(
  pg_temp.after('tags => ''{g}'', created_before => now(), status_filter => ''{completed}'''), 'h',
  'tags, time, status'
);
select is(
  (
    select (d.deleted_executions, d.skipped_running, d.done)::text
    from public.workflows as w
    cross join lateral public.delete_executions(
      workflow_id => w.workflow_id, status_filter => '{running}'
    ) as d
    where w.name = 'second'
  ),
  '(0,1,t)', 'what runs is skipped, also when asked for alone'
);

select * from finish();
rollback;
