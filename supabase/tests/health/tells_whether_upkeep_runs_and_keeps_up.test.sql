-- The last successful call of private.maintain(), its duration, failed steps and calls that left
-- work are told; a database without any call is a warning.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

create function pg_temp.told(name text)
returns text
language sql
as $$
  select concat(h.status, ' ', floor(h.value)) from private.health() as h where h.name = told.name
$$;
create function pg_temp.add_run(ago interval, seconds numeric, error text, left_work text[])
returns void
language sql
as $$
  insert into private.maintenance_runs (started_at, seconds, outcome, work_left, errors, steps)
  values (
    now() - ago, seconds, case when error is null then 'done' else 'failed' end, left_work,
    array_remove(array[error], null), '{}'
  )
$$;
delete from private.maintenance_runs;
select is(pg_temp.told('seconds_since_upkeep'), 'warn ', 'never');
select is(pg_temp.told('upkeep_seconds'), 'warn ', 'no duration');
select is(pg_temp.told('failed_steps'), 'ok 0', 'nothing failed');
select is(pg_temp.told('unfinished_calls'), 'ok 0', 'nothing is left');

select pg_temp.add_run('40 minutes', 51, null, '{}');
select matches(pg_temp.told('seconds_since_upkeep'), '^critical 240\d$', '40 minutes ago');
select is(pg_temp.told('upkeep_seconds'), 'critical 51', 'it took long');
select pg_temp.add_run('6 minutes', 31, null, '{}');
select matches(pg_temp.told('seconds_since_upkeep'), '^warn 36\d$', '6 minutes ago');
select is(pg_temp.told('upkeep_seconds'), 'warn 31', 'it took rather long');

select pg_temp.add_run('1 minute', 2, 'fold: 22003 out of range', '{fold}');
select matches(
  pg_temp.told('seconds_since_upkeep'), '^warn 36\d$', 'a call that failed is no success'
);
select is(pg_temp.told('failed_steps'), 'warn 1', 'a step failed');
select matches(
  (select h.hint from private.health() as h where h.name = 'failed_steps'),
  'Newest error: fold: 22003 out of range\.', 'the hint shows the error'
);
select pg_temp.add_run('2 hours', 2, 'reap: 22003 out of range', '{reap}');
select is(pg_temp.told('failed_steps'), 'warn 1', 'what failed two hours ago does not count');
select is(pg_temp.told('unfinished_calls'), 'ok 2', 'two calls left work');
select pg_temp.add_run('10 seconds', 10, null, '{fold,keys}') from generate_series(1, 6);
select is(pg_temp.told('unfinished_calls'), 'warn 8', 'most calls left work');
select matches(
  (select h.hint from private.health() as h where h.name = 'unfinished_calls'),
  'The last one left: fold, keys\.', 'the hint shows what'
);

select * from finish();
rollback;
