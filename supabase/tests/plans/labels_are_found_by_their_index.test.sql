-- Tags, metadata and words of errors are looked up in an index that is led by the owner: only rows
-- that have them are read, and nobody's make others' rows be read.
begin;
create extension if not exists pgtap with schema extensions;
select plan(16);

create temp table fixture as
select
  tests.create_user() as heavy, tests.create_user() as light,
  tests.create_workflow(null) as workflow;
grant select on fixture to public;
-- 20 000 rows: 19 000 of one user, 20 of another, the rest of others. Every second one is labelled
-- common, one in 500 of the heavy user rare, and every fourth of the light user rare.
alter table public.workflow_executions disable trigger user;
insert into public.workflow_executions (
  user_id, workflow_id, created_at, tags, metadata, error
)
select
  l.user_id, f.workflow, now() - (n * 7919 % 20000) * interval '1 minute',
  case when l.label <> '' then array[l.label] else '{}' end,
  case when l.label <> '' then jsonb_build_object('label', l.label) else '{}' end,
  case l.label
    when 'rare' then 'It was a zebra' when 'heavy only' then 'It was a lion'
    when 'common' then 'It was a timeout'
  end
from fixture as f
cross join generate_series(1, 20000) as n
cross join lateral (
  select
    case
      when n <= 19000 then f.heavy when n <= 19020 then f.light
      else md5((n % 50)::text)::uuid
    end,
    case
      when n <= 19000 and n % 500 = 1 then 'rare'
      when n between 19001 and 19020 and n % 4 = 1 then 'rare'
      when n <= 19000 and n % 500 = 3 then 'heavy only'
      when n % 2 = 0 then 'common' else ''
    end
) as l (user_id, label);
alter table public.workflow_executions enable trigger user;
analyze public.workflow_executions;

create temp table asked as
select
  u.caller, c.name, c.most_rows,
  jsonb_populate_record(
    null::private.execution_filter, c.filter || jsonb_build_object('own_key', u.user_id)
  ) as filter
from fixture as f
cross join lateral (values ('heavy', f.heavy), ('light', f.light)) as u (caller, user_id)
-- The light user may be served by reading all 20, in the index and in the table. Shared rows, found
-- in the same way, are left out: what other tests rolled back of them stays in the indexes for a
-- while and would be counted.
cross join lateral (
  values
    ('a rare tag', jsonb '{"tags": ["rare"]}', 120),
    ('a tag that only the heavy user has', '{"tags": ["heavy only"]}',
      case when u.caller = 'light' then 40 else 120 end),
    ('a tag that nothing has', '{"tags": ["nowhere"]}', 40),
    ('rare metadata', '{"metadata": {"label": "rare"}}', 120),
    ('metadata that only the heavy user has', '{"metadata": {"label": "heavy only"}}',
      case when u.caller = 'light' then 40 else 120 end),
    ('a rare word', '{"search_pattern": "%a zebra%"}', 120),
    ('a word that only the heavy user has', '{"search_pattern": "%LION%"}',
      case when u.caller = 'light' then 40 else 120 end),
    ('a word that nothing has', '{"search_pattern": "%giraffe%"}', 40)
) as c (name, filter, most_rows);
grant select on asked to public;

select tests.act_as(f.heavy) from fixture as f;
select is(
  tests.page_problems(a.filter, 'created_at.desc', null, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
)
from asked as a where a.caller = 'heavy';
select tests.act_as_owner();
select tests.act_as(f.light) from fixture as f;
select is(
  tests.page_problems(a.filter, 'created_at.desc', null, a.most_rows), null,
  format('%s: %s', a.caller, a.name)
)
from asked as a where a.caller = 'light';

select * from finish();
rollback;
