-- A create reads a row of its user, of its workflow and of what it has to obey, however many
-- accounts have quotas: the first time as the 6th and the 12th in a session; nothing of quotas, when
-- its user has none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as
select
  tests.create_user() as free, tests.create_user() as limited,
  tests.create_workflow(null) as workflow;
grant select on fixture to public;
-- 5 000 accounts with quotas, and counters of each.
insert into private.account_quotas (owner_key, levels)
select
  md5(n::text)::uuid,
  array[row('00000000-0000-0000-0000-000000000000', 60, 900, null, null)::private.quota_level]
from generate_series(1, 5000) as n;
insert into private.quota_counters (owner_key, workflow_id, shard)
select md5(n::text)::uuid, '00000000-0000-0000-0000-000000000000', s
from generate_series(1, 5000) as n cross join generate_series(0, 3) as s;
alter table public.workflows disable trigger user;
insert into public.workflows (name) select 'workflow ' || n from generate_series(1, 5000) as n;
alter table public.workflows enable trigger user;
insert into private.quotas (user_id, name, most)
select f.limited, q.name, 1000
from fixture as f, unnest('{executions_per_minute,executions_per_day}'::text[]) as q (name);
analyze private.account_quotas, private.quotas, private.quota_counters, public.workflows;

create function pg_temp.entries_read(relations regclass[])
returns numeric
language sql
as $$
  select sum(pg_stat_get_xact_tuples_returned(r.id))
  from (
    select t.id::oid from unnest(relations) as t (id)
    union all
    select i.indexrelid from pg_index as i where i.indrelid = any(relations)
  ) as r (id)
$$;
create function pg_temp.most_read(relations regclass[])
returns numeric
language plpgsql
as $$
declare
  v_read numeric[];
  v_before numeric;
begin
  for n in 1..12 loop
    v_before := pg_temp.entries_read(relations);
    perform public.create_execution(f.workflow) from fixture as f;
    v_read[n] := pg_temp.entries_read(relations) - v_before;
  end loop;
  return greatest(v_read[1], v_read[6], v_read[12]);
end
$$;

select tests.act_as(f.free) from fixture as f;
select is(
  pg_temp.most_read(
    '{private.account_quotas,private.quotas,private.quota_counters}'::regclass[]
  ),
  0::numeric, 'nothing of quotas'
);
select cmp_ok(
  pg_temp.most_read('{auth.users,public.workflows}'::regclass[]), '<=', 6::numeric,
  'user and workflow'
);
select tests.act_as_owner();
select tests.act_as(f.limited) from fixture as f;
select cmp_ok(
  pg_temp.most_read(
    '{private.account_quotas,private.quotas,private.quota_counters}'::regclass[]
  ),
  '<=', 4::numeric, 'its quotas, and a counter'
);

select * from finish();
rollback;
