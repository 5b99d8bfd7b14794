-- Test, effect, shift and medians are those of SciPy 1.17.1 and NumPy, and of the textbook:
--
--   mannwhitneyu(b, a, method='asymptotic')             u and p
--   d = sort(all b[j] - a[i]); median(d), d[k-1], d[-k] the shift, with k = floor(
--     n*m/2 - 1/2 - norm.ppf(0.975) * sqrt(n*m*(n+m+1)/12)) + 1
--   median(x), x[r-1], x[-r]                            with r the greatest for which
--                                                       binom.cdf(r-1, n, 1/2) <= 0.025
begin;
create extension if not exists pgtap with schema extensions;
select plan(20);

create temp table samples (name, a, b) as
values
  -- M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods", example 4.1, in thousandths
  -- and sorted; they give a shift of 0.305 and the exact interval -0.15 to 0.76.
  ('textbook', '{740,880,900,1150,1210}'::bigint[],
    '{730,800,830,1040,1380,1450,1460,1640,1890,1910}'::bigint[]),
  -- SciPy's own example.
  ('SciPy', '{11,12,17,20}', '{16,19,22,24,29}'),
  ('ties', '{1200,1200,1300,1300,1300,1400,1500,1500,1600,2000,2100,9000}',
    '{1300,1400,1400,1500,1500,1500,1700,1800,2200,2200,2600}'),
  ('equal', '{5,5,5,5,5,5}', '{5,5,5,5,5,5,5}'),
  ('many', array(select n * 7919 % 10007 + 1000 from generate_series(1, 200) as n order by 1),
    array(select n * 104729::bigint % 10007 + 1700 from generate_series(1, 150) as n order by 1));

select is(
  (select (t.u, round(t.p_value::numeric, 12))::text
    from private.mann_whitney(s.a, s.b) as t),
  e.expected, s.name || ': u and p'
)
from samples as s
join (
  values
    ('textbook', '(35,0.244623605127)'), ('SciPy', '(17,0.111346886533)'),
    ('ties', '(86.5,0.214232868569)'), ('equal', '(21,1.000000000000)'),
    ('many', '(17007.5,0.032152051069)')
) as e (name, expected) on e.name = s.name;
select is(
  (select (round(t.probability::numeric, 6), round(t.delta::numeric, 6))::text
    from private.mann_whitney(s.a, s.b) as t),
  e.expected, s.name || ': how often b is greater'
)
from samples as s
join (
  values
    ('SciPy', '(0.850000,0.700000)'), ('ties', '(0.655303,0.310606)'),
    ('equal', '(0.500000,0.000000)'), ('many', '(0.566917,0.133833)')
) as e (name, expected) on e.name = s.name;
select is(
  private.shift_interval(s.a, s.b)::text, e.expected, s.name || ': shift'
)
from samples as s
join (
  values
    ('textbook', '{305,-150,760}'), ('SciPy', '{7,-1,17}'), ('ties', '{200,-100,500}'),
    ('equal', '{0,0,0}'), ('many', '{689.5,61,1322}')
) as e (name, expected) on e.name = s.name;
select is(
  array[private.median_interval(s.a), private.median_interval(s.b)]::text, e.expected,
  s.name || ': medians'
)
from samples as s
join (
  values ('ties', '{{1450,1300,2000},{1500,1400,2200}}'),
    ('many', '{{6051.5,5378,6754},{6736.5,5900,7573}}')
) as e (name, expected) on e.name = s.name;

-- Ranks of the exact tables (binomial of n and one half).
select is(
  (
    select string_agg(
      concat_ws('-', n.n, m.ends[2], m.ends[3]), ' ' order by n.n
    )
    from unnest(array[5, 6, 10, 20, 50, 100]) as n (n)
    cross join lateral private.median_interval(
      array(select g::bigint from generate_series(1, n.n) as g)
    ) as m (ends)
  ),
  '5 6-1-6 10-2-9 20-6-15 50-18-33 100-40-61', 'from which to which a median''s interval goes'
);
select is(
  num_nonnulls(
    private.median_interval('{}'), private.shift_interval('{}', '{1}'),
    private.shift_interval('{1}', '{}'), private.mann_whitney('{}', '{1}')
  ),
  0, 'of nothing there is nothing'
);
select is(private.shift_interval('{1}', '{4,6}')::text, '{4,NULL,NULL}',
  'of very few there is no interval');
select is(
  (select string_agg(private.effect_size(d.delta), ' ' order by d.delta)
    from unnest(array[-1, -0.474, -0.33, 0, 0.146, 0.147, 0.4739]) as d (delta)),
  'large large medium negligible negligible small medium', 'effects in words'
);

select * from finish();
rollback;
