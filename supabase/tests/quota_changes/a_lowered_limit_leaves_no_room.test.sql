-- What was used in one shard is not to be had again in another when a limit is lowered, whether it
-- is of the account or of a workflow, or goes, and a default holds; what was used stays what it was.
begin;
create extension if not exists pgtap with schema extensions;
select plan(12);

create temp table fixture as
select tests.create_user() as owner, tests.create_user() as other, tests.create_workflow(null) as w;
grant select on fixture to public;

create function pg_temp.set_most(most bigint) returns void language sql as $$
  update private.quotas as q set most = set_most.most
  from fixture as f
  where q.owner_key = f.owner and q.name = 'executions_per_day';
$$;
create function pg_temp.rooms(most bigint, workflow_id uuid, owner uuid default null)
returns bigint[] language sql as $$
  select array_agg(
    private.room_in_shard(
      row(coalesce(rooms.owner, f.owner), rooms.workflow_id, 'executions_per_day', rooms.most)
        ::private.quota,
      s, private.quota_window('executions_per_day', now())
    )
    order by s
  )
  from fixture as f, generate_series(0, 15) as s;
$$;
create function pg_temp.total(rooms bigint[]) returns numeric language sql as $$
  select sum(r) from unnest(rooms) as r;
$$;
prepare create_ten as
  insert into public.workflow_executions (workflow_id)
  select f.w from fixture as f, generate_series(1, 10);

insert into private.quotas (user_id, name, most)
select f.owner, 'executions_per_day', 1600 from fixture as f;
select tests.act_as(f.owner) from fixture as f;
select lives_ok('create_ten', 'ten runs, in one shard, which has room for a hundred');
select tests.act_as_owner();
select is(
  pg_temp.rooms(1600, '00000000-0000-0000-0000-000000000000'),
  array[90, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100]::bigint[],
  'the others are as they were'
);

select pg_temp.set_most(32);
select is(
  pg_temp.rooms(32, '00000000-0000-0000-0000-000000000000'),
  array[0, 0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]::bigint[],
  'of 32 there is room for 22'
);
select pg_temp.set_most(7);
select ok(
  0 >= all (pg_temp.rooms(7, '00000000-0000-0000-0000-000000000000')),
  'of 7 there is room in no shard'
);
select is(
  pg_temp.total(pg_temp.rooms(7, '00000000-0000-0000-0000-000000000000')), -3::numeric,
  'and 3 too many were used'
);
select tests.act_as(f.owner) from fixture as f;
select throws_like('create_ten', '%The limit executions_per_day of this account is 7 %',
  'nothing more is let through');
select tests.act_as_owner();

select pg_temp.set_most(20);
select is(
  pg_temp.total(pg_temp.rooms(20, '00000000-0000-0000-0000-000000000000')), 10::numeric,
  'raised, there is room for what is left'
);
select tests.act_as(f.owner) from fixture as f;
select lives_ok('create_ten', 'and all of it is let through');
select throws_like('create_ten', '%The limit executions_per_day of this account is 20 %',
  'and not more');
select tests.act_as_owner();

insert into private.quotas (name, most) values ('executions_per_day', 10);
delete from private.quotas as q using fixture as f where q.owner_key = f.owner;
select is(
  array[
    (0 >= all (pg_temp.rooms(10, '00000000-0000-0000-0000-000000000000')))::integer,
    pg_temp.total(pg_temp.rooms(10, '00000000-0000-0000-0000-000000000000'))
  ],
  array[1, -10]::numeric[],
  'where an own limit is removed, the default is kept'
);

insert into private.quotas (user_id, workflow_id, name, most)
select f.other, f.w, 'executions_per_day', 1600 from fixture as f;
select tests.act_as(f.other) from fixture as f;
select lives_ok('create_ten', 'another account, with a limit of a workflow');
select tests.act_as_owner();
update private.quotas as q set most = 5 from fixture as f where q.owner_key = f.other;
select is(
  (select array[
    (0 >= all (pg_temp.rooms(5, f.w, f.other)))::integer,
    pg_temp.total(pg_temp.rooms(5, f.w, f.other))
  ] from fixture as f),
  array[1, -5]::numeric[],
  'the same of a limit of a workflow'
);

select * from finish();
rollback;
