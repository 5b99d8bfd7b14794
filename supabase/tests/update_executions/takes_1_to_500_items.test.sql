-- A batch is a list of 1 to 500 items; anything else is refused whole.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select tests.act_as(tests.create_user());
select throws_ok(
  format('select public.update_executions(%L)', c.executions), c.state, c.slug, c.description
)
from (
  values
    (null, 'PT400', 'invalid_parameter', 'nothing'),
    ('null', 'PT400', 'invalid_parameter', 'JSON''s null'),
    ('{}', 'PT400', 'invalid_parameter', 'an object'),
    ('[]', 'PT400', 'invalid_parameter', 'no items'),
    (
      (select jsonb_agg('{}'::jsonb) from generate_series(1, 501))::text, 'PT413',
      'payload_too_large', '501 items'
    )
) as c (executions, state, slug, description);
select results_eq(
  $$
    select succeeded, failed, cardinality(results)
    from public.update_executions((
      select jsonb_agg(jsonb_build_object('execution_id', gen_random_uuid()))
      from generate_series(1, 500)
    ))
  $$,
  'values (0, 500, 500)', '500 items, all of which fail'
);
select results_eq(
  $$
    select (r.error).code
    from public.update_executions('[1, "text", [], null, {}]') as a
    cross join lateral unnest(a.results) as r
  $$,
  $$ select 'invalid_parameter' from generate_series(1, 5) $$,
  'what is no object is refused by itself'
);

select * from finish();
rollback;
