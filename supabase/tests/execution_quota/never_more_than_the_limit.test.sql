-- Of each limit, however small, exactly so many executions are made, and the next is refused with
-- 429 and when to try again. What another account does has no part in it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

create temp table fixture as
select u.id as owner, tests.create_user() as other, tests.create_workflow(null) as workflow, u.most
from (
  select tests.create_user() as id, n.most from unnest(array[0, 1, 3, 17, 100]) as n (most)
) as u;
grant select on fixture to public;
insert into private.quotas (user_id, name, most)
select f.owner, 'executions_per_minute', f.most from fixture as f;
create function pg_temp.tries(user_id uuid, workflow uuid, times integer) returns integer
language plpgsql as $$
declare
  v_made integer := 0;
begin
  for v_try in 1..times loop
    begin
      perform public.create_execution(workflow, user_id => tries.user_id);
      v_made := v_made + 1;
    exception when sqlstate 'PGRST' then
      null;
    end;
  end loop;
  return v_made;
end
$$;

select tests.act_as_service();
select is(pg_temp.tries(f.owner, f.workflow, f.most + 5), f.most, format('%s of a minute', f.most))
from fixture as f;
select is(
  (select pg_temp.tries(f.other, f.workflow, 5) from fixture as f limit 1), 5, 'others have none'
);
select throws_like(
  format('select public.create_execution(%L, user_id => %L)', f.workflow, f.owner),
  '%"PT429"%"quota_exceeded"%The limit executions_per_minute of this account is 3 executions in a '
    'minute.%Try again in % seconds; quota_status tells what is left.%',
  'what happened and when to try again'
)
from fixture as f where f.most = 3;
select tests.act_as_owner();
select is(
  (select sum(c.in_minute)::integer from private.quota_counters as c
    join fixture as f on f.owner = c.owner_key and f.most = 100),
  100, 'the shards have used it all, and no more'
);
select is_empty(
  $$
    select c.*
    from private.quota_counters as c
    join fixture as f on f.owner = c.owner_key
    where c.in_minute > private.quota_share(f.most, c.shard)
  $$,
  'none has used more than its share'
);

select * from finish();
rollback;
