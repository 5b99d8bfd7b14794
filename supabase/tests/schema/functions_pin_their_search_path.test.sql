-- Every function of ours resolves no name through the caller's search_path.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select is_empty(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.prosqlbody is null
      and not p.prosecdef
      and not coalesce(p.proconfig @> array['search_path=""'], false)
  $$,
  'every function has search_path set to nothing, unless its body is begin atomic'
);
select is_empty(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.prosecdef
      and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)
  $$,
  'those with their owner''s rights name pg_temp, last: unnamed it would be first for types'
);
select is(
  (
    select array_agg(p.oid::regprocedure::text order by p.oid)
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
      and p.prosqlbody is not null
  ),
  array[
    'private.duration_bucket(numeric)', 'private.bucket_seconds(integer)',
    'private.percentile_between(integer,integer,numeric,numeric,numeric)',
    'private.event(execution_events)', 'private.stored_bytes(jsonb,jsonb,bigint)',
    'private.stored_row_bytes(jsonb,text,jsonb,text[])',
    'private.csv_text(text)', 'private.quota_period(text)',
    'private.quota_window(text,timestamp with time zone)', 'private.quota_share(bigint,integer)',
    'private.used_in(private.windowed_use,interval,timestamp with time zone)',
    'private.with_use(private.windowed_use,interval,timestamp with time zone,bigint)',
    'private.quota_used(private.quota_counters,text,timestamp with time zone)',
    'private.shard_key(uuid,integer)'
  ],
  'these functions have begin atomic bodies, whose names are resolved when they are created'
);

select * from finish();
rollback;
