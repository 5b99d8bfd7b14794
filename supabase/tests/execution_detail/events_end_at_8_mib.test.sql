-- The events of an answer end before they exceed 8 MiB, with the place to go on from; one that is
-- larger than that alone is still shown.
begin;
create extension if not exists pgtap with schema extensions;
select plan(4);

select set_config('t.owner', tests.create_user()::text, true);
select set_config(
  't.execution',
  tests.create_execution(current_setting('t.owner')::uuid, tests.create_workflow(null))::text,
  true
);
-- Of 3 MiB each, and the fourth of 9 MiB: together over the limit of an execution.
alter table public.execution_events disable trigger _200_limits;
insert into public.execution_events (execution_id, message)
select current_setting('t.execution')::uuid, repeat('x', case n when 4 then 9 else 3 end * 1048576)
from generate_series(1, 5) as n;

select tests.act_as(current_setting('t.owner')::uuid);
create temporary table pages on commit drop as
with recursive pages as (
  select 1 as page, d.events, d.next_events_after
  from public.execution_detail(current_setting('t.execution')::uuid) as d
  union all
  select p.page + 1, d.events, d.next_events_after
  from pages as p
  cross join lateral public.execution_detail(
    current_setting('t.execution')::uuid, p.next_events_after
  ) as d
  where p.next_events_after is not null
)
select p.page, p.next_events_after, e.value
from pages as p, jsonb_array_elements(p.events) as e;

select is(
  (
    select array_agg(g.sizes order by g.page)
    from (
      select p.page, string_agg(
        (length(p.value ->> 'message') / 1048576)::text, ' ' order by (p.value ->> 'seq')::bigint
      ) as sizes
      from pages as p
      group by p.page
    ) as g
  ),
  array['3 3', '3', '9', '3'], 'the pages'
);
select is(
  (select count(distinct p.value ->> 'seq') from pages as p), 5::bigint, 'each event once'
);
select is(
  (select p.next_events_after from pages as p where p.page = 1 limit 1),
  (select max((p.value ->> 'seq')::bigint) from pages as p where p.page = 1),
  'where to go on is the last one shown'
);
select is(
  (select count(*) from pages as p where p.next_events_after is null and p.page < 4), 0::bigint,
  'only the last page says that nothing follows'
);

select * from finish();
rollback;
