-- Of each side the newest 1 000 finished runs are looked at, created in the window, the caller's
-- own and shared ones; the answer says whether they are all.
begin;
create extension if not exists pgtap with schema extensions;
select plan(8);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as stranger,
  tests.create_workflow(null) as busy, tests.create_workflow(null) as quiet;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
-- The newest 1 000 completed, those before them failed; what runs is newer than all.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select
  f.owner, f.busy, now() - n * interval '1 minute',
  case when n <= 5 then 'running' when n <= 1005 then 'completed' else 'failed' end,
  case when n > 5 then now() end, case when n > 5 then 1 end
from fixture as f, generate_series(1, 1200) as n;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select u.user_id, f.quiet, now() - n * interval '1 hour', 'cancelled', now(), 1
from fixture as f
cross join lateral (values (f.owner), (f.stranger), (null)) as u (user_id)
cross join generate_series(1, 4) as n;
alter table public.workflow_executions enable trigger user;

select tests.act_as(f.owner) from fixture as f;
create temp table compared as
select c.* from fixture as f cross join lateral public.compare_workflows(f.busy, f.quiet) as c;
select is(
  (select ((c.a).sampled_executions, (c.a).successful_executions, (c.a).is_whole_window)::text
    from compared as c),
  '(1000,1000,f)', 'the newest 1 000, and there are more'
);
select is(
  (select (now() - (c.a).sampled_until, now() - (c.a).sampled_since)::text from compared as c),
  '(00:06:00,16:45:00)', 'from when to when they are'
);
select is(
  (select ((c.b).sampled_executions, (c.b).cancelled_executions, (c.b).is_whole_window)::text
    from compared as c),
  '(8,8,t)', 'own and shared runs, all of them; a stranger''s are not'
);
select is(
  (select (c.sample_limit, c.since, c.until)::text from compared as c), '(1000,,)',
  'no window was asked for'
);
select is(
  (
    select ((c.a).sampled_executions, (c.a).failed_executions, (c.a).is_whole_window,
      (c.b).sampled_executions, c.until = now() - interval '1000 minutes')::text
    from fixture as f
    cross join lateral public.compare_workflows(
      f.busy, f.quiet, until => now() - interval '1000 minutes'
    ) as c
  ),
  '(200,195,t,0,t)', 'a window''s end is not part of it'
);
select is(
  (
    select ((c.a).sampled_executions, (c.b).sampled_executions)::text
    from fixture as f
    cross join lateral public.compare_workflows(
      f.busy, f.quiet, since => now() - interval '2 hours'
    ) as c
  ),
  '(115,4)', 'its start is'
);
select tests.act_as_owner();
select tests.act_as_service();
select is(
  (
    select ((c.a).sampled_executions, (c.b).sampled_executions)::text
    from fixture as f
    cross join lateral public.compare_workflows(f.busy, f.quiet, user_id => f.stranger) as c
  ),
  '(0,8)', 'the service sees what the user would see'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select is(
  (select (c.b).sampled_executions
    from fixture as f cross join lateral public.compare_workflows(f.busy, f.quiet) as c),
  0, 'an anonymous sign-in sees no shared runs'
);

select * from finish();
rollback;
