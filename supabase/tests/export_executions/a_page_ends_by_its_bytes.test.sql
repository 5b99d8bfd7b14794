-- A page holds some 2 MiB, the first one less, or one row where that is larger.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- Rows of 1 MiB, and among them one of 9 MiB, which is over the limits of today's rules.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at, result)
select
  f.owner, f.workflow, now() - n * interval '1 second',
  to_jsonb(repeat('x', case when n = 9 then 9 else 1 end * 1048576))
from fixture as f, generate_series(1, 20) as n;
alter table public.workflow_executions enable trigger user;

select tests.act_as(f.owner) from fixture as f;
create temp table pages as
with recursive pages as (
  select 1 as number, p.rows, octet_length(p.content) as bytes, p.after
  from public.export_executions(include => '{result}') as p
  union all
  select q.number + 1, p.rows, octet_length(p.content), p.after
  from pages as q
  cross join lateral public.export_executions(include => '{result}', after => q.after) as p
  where q.after is not null
)
select * from pages;

select is(sum(p.rows), 20::bigint, 'all of them') from pages as p;
select cmp_ok(max(p.rows), '<=', 4, 'no page holds more than four') from pages as p;
select cmp_ok(
  max(p.bytes), '<', 13 * 1048576, 'and none more than the largest row and three others'
) from pages as p;
select cmp_ok(count(*), '>=', 5::bigint, 'so there are several') from pages as p;
select is(
  (p.rows, p.after is null)::text, '(20,t)', 'without payloads a single page holds all'
) from public.export_executions() as p;
select cmp_ok(
  octet_length(p.content), '<', 65536, 'and is small'
) from public.export_executions() as p;

select * from finish();
rollback;
