-- The intervals of rates and of their differences are those that were published with the methods:
-- R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, method 3 of table I, and 873-890,
-- method 10 of table II.
begin;
create extension if not exists pgtap with schema extensions;
select plan(13);

create function pg_temp.rounded(ends double precision[]) returns text language sql as $$
  select string_agg(round(e.value::numeric, 4)::text, ' to ' order by e.place)
  from unnest(rounded.ends) with ordinality as e (value, place)
$$;
select is(
  pg_temp.rounded(private.wilson_interval(r.successes, r.runs)), r.published,
  format('%s of %s', r.successes, r.runs)
)
from (
  values
    (81, 263, '0.2553 to 0.3662'), (15, 148, '0.0624 to 0.1605'), (0, 20, '0.0000 to 0.1611'),
    (1, 29, '0.0061 to 0.1718')
) as r (successes, runs, published);
select is(
  pg_temp.rounded(private.newcombe_interval(r.a, r.a_runs, r.b, r.b_runs)), r.published,
  format('%s of %s without %s of %s', r.b, r.b_runs, r.a, r.a_runs)
)
from (
  values
    (48, 80, 56, 70, '0.0524 to 0.3339'), (3, 10, 9, 10, '0.1705 to 0.8090'),
    (2, 7, 6, 7, '0.0582 to 0.8062'), (0, 29, 5, 56, '-0.0381 to 0.1926'),
    (0, 20, 0, 10, '-0.1611 to 0.2775'), (0, 10, 0, 10, '-0.2775 to 0.2775'),
    (0, 20, 10, 10, '0.6791 to 1.0000'), (0, 10, 10, 10, '0.6075 to 1.0000')
) as r (a, a_runs, b, b_runs, published);
select is(
  num_nonnulls(
    private.wilson_interval(0, 0), private.newcombe_interval(0, 0, 1, 2),
    private.newcombe_interval(1, 2, 0, 0)
  ),
  0, 'without runs there is none'
);

select * from finish();
rollback;
