-- Who runs what: 2 000 users and 10 000 workflows, every tenth of them public, plus a light user
-- with a workflow of their own. Rank 1 runs most; rank 2001 is the light one.

create schema bench;

create table bench.people (
  rank integer primary key,
  user_id uuid not null
);

create table bench.jobs (
  rank integer primary key,
  workflow_id uuid not null default gen_random_uuid(),
  -- Null: public.
  owner_rank integer
);
-- Log-uniform: rank r owns about one workflow in (ln(1 + 1/r) / ln(2000)). The busiest workflow
-- belongs to the busiest user.
insert into bench.jobs (rank, owner_rank)
select
  r,
  case
    when r % 10 = 3 then null
    when r = 1 then 1
    else floor(power(2000, (hashint4(r)::bigint + 2147483648) / 4294967296.0))
  end
from generate_series(1, 10000) as r;
insert into bench.jobs (rank, owner_rank) values (10001, 2001);

-- The yardstick: a plain table without rules, with the key and one list index, in rows of only
-- what a list shows.
create table bench.bare (
  execution_id uuid primary key default encode(
    set_bit(set_bit(overlay(
      uuid_send(gen_random_uuid()) placing
      substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
      from 1 for 6
    ), 52, 1), 53, 1), 'hex'
  )::uuid,
  workflow_id uuid not null,
  owner uuid not null,
  status text not null default 'running',
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  heartbeat_at timestamptz,
  seconds numeric(10, 3),
  inputs jsonb,
  result jsonb
) with (fillfactor = 90);
create index bare_owner on bench.bare (owner, created_at desc, execution_id desc);
grant usage on schema bench to authenticated;
grant select, insert, update on bench.bare to authenticated;
