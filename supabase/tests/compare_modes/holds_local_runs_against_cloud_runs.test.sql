-- The local runs of a workflow (b) are held against those in the cloud (a); when 20 000 runs were
-- looked at, there may be more of either.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

create temp table fixture as
select tests.create_user() as owner, tests.create_workflow(null, 'Order a kettle') as workflow;
grant select on fixture to public;
alter table public.workflow_executions disable trigger user;
-- Every fourth is local; of 20 local ones 6 fail, of 60 in the cloud 3.
insert into public.workflow_executions (
  user_id, workflow_id, created_at, mode, status, completed_at, execution_time_seconds
)
select
  f.owner, f.workflow, now() - n * interval '1 minute',
  case when n % 4 = 0 then 'local-run' else 'cloud-run' end,
  case when n % 4 = 0 and n <= 20 or n % 25 = 1 then 'failed' else 'completed' end, now(),
  case when n % 4 = 0 then 20 else 10 end + n / 100.0
from fixture as f, generate_series(1, 80) as n;
alter table public.workflow_executions enable trigger user;

select tests.act_as(f.owner) from fixture as f;
create temp table compared as
select c.* from fixture as f cross join lateral public.compare_modes(f.workflow) as c;
select is(
  (select ((c.a).mode, (c.a).sampled_executions, (c.a).failed_executions, (c.a).workflow_name,
    (c.a).is_whole_window)::text from compared as c),
  '(cloud-run,60,3,"Order a kettle",t)', 'a: in the cloud'
);
select is(
  (select ((c.b).mode, (c.b).sampled_executions, (c.b).failed_executions)::text
    from compared as c),
  '(local-run,20,6)', 'b: local'
);
select is(
  (select c.verdict from compared as c),
  'local-run succeeds less often than cloud-run: 70.00 % against 95.00 % (95 % interval of the '
  'difference: -47.14 to -7.27 points). local-run takes longer than cloud-run: by 10.100 s (95 % '
  'interval: 9.950 to 10.230), a large effect.',
  'in words'
);
select is(
  (
    select (((c.a).sampled_executions), (c.b).sampled_executions)::text
    from fixture as f
    cross join lateral public.compare_modes(
      f.workflow, since => now() - interval '8 minutes', until => now() - interval '4 minutes'
    ) as c
  ),
  '(3,1)', 'in a window'
);
select tests.act_as_owner();
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, status, completed_at, execution_time_seconds
)
select f.owner, f.workflow, now() - n * interval '1 millisecond', 'completed', now(), 1
from fixture as f, generate_series(1, 19998) as n;
alter table public.workflow_executions enable trigger user;
select tests.act_as(f.owner) from fixture as f;
select is(
  (
    select ((c.b).sampled_executions, (c.b).is_whole_window, (c.a).is_whole_window)::text
    from fixture as f cross join lateral public.compare_modes(f.workflow) as c
  ),
  '(0,f,f)', 'among the newest 20 000 there is none, and there may be some'
);
select is(
  (
    select ((c.b).sampled_executions, (c.b).is_whole_window)::text
    from fixture as f
    cross join lateral public.compare_modes(
      f.workflow, since => now() - interval '30 seconds'
    ) as c
  ),
  '(0,t)', 'in a window with fewer there is none'
);
select is(
  (
    select ((c.b).sampled_executions, (c.b).is_whole_window)::text
    from fixture as f
    cross join lateral public.compare_modes(
      f.workflow, until => now() - interval '30 seconds'
    ) as c
  ),
  '(20,t)', 'an earlier window has them'
);

select * from finish();
rollback;
