-- A page with payloads ends before it exceeds 8 MiB, with a cursor to go on from; one execution
-- that is larger than that alone is still shown. Both ways every execution is shown once.
begin;
create extension if not exists pgtap with schema extensions;
select plan(10);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
-- Fifteen of 1 MiB each, and in their middle one of 9 MiB, which is over the limits of today's
-- rules.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (user_id, workflow_id, created_at, result, metadata)
select
  f.owner, f.workflow, now() - n * interval '1 second',
  to_jsonb(repeat('x', case when n = 12 then 9 else 1 end * 1048576)), jsonb_build_object('n', n)
from fixture as f, generate_series(1, 16) as n;
alter table public.workflow_executions enable trigger user;

create function pg_temp.shown(page public.execution_history_page)
returns text
language sql
as $$
  select string_agg(r.value #>> '{metadata,n}', ' ' order by r.ordinality)
  from jsonb_array_elements((shown.page).executions) with ordinality as r
$$;

select tests.act_as(f.owner) from fixture as f;
create temp table pages as
select one, two, three
from public.execution_history(include_payloads => true) as one
cross join lateral public.execution_history(
  include_payloads => true, cursor => one.next_cursor
) as two
cross join lateral public.execution_history(
  include_payloads => true, cursor => two.next_cursor
) as three;
create temp table back as
select before, start
from pages as p
cross join lateral public.execution_history(
  include_payloads => true, cursor => (p.three).previous_cursor
) as before
cross join lateral public.execution_history(
  include_payloads => true, cursor => before.previous_cursor
) as start;

select is(pg_temp.shown(p.one), '1 2 3 4 5 6 7', 'the eighth would exceed 8 MiB') from pages as p;
select is(
  ((p.one).has_next_page, (p.one).page_size, (p.one).total_executions)::text, '(t,50,16)',
  'it says that there is more'
) from pages as p;
select is(pg_temp.shown(p.two), '8 9 10 11', 'the page ends before the large one') from pages as p;
select is(pg_temp.shown(p.three), '12', 'the large one alone') from pages as p;
select is(
  pg_temp.shown(h), '13 14 15 16', 'the rest'
) from pages as p, public.execution_history(include_payloads => true,
cursor => (p.three).next_cursor) as h;
select is(
  pg_temp.shown(b.before), '5 6 7 8 9 10 11', 'back: the seven before the large one'
) from back as b;
select is(pg_temp.shown(b.start), '1 2 3 4', 'back: the first') from back as b;
select is(
  ((b.before).has_next_page, (b.start).has_next_page, (b.start).previous_cursor is null)::text,
  '(t,t,t)',
  'back: what they say of their neighbours'
) from back as b;
select is(
  pg_temp.shown(h), '12', 'and forth again from there'
) from back as b, public.execution_history(include_payloads => true,
cursor => (b.before).next_cursor) as h;
select is(
  (select jsonb_array_length(h.executions) from public.execution_history() as h), 16,
  'without payloads the page is whole'
);

select * from finish();
rollback;
