-- Inputs and results are compared path by path: what was added, removed, changed or changed its
-- type; at most 200 places, those nearest to the root.
begin;
create extension if not exists pgtap with schema extensions;
select plan(11);

create function pg_temp.changes(a jsonb, b jsonb) returns setof text language sql as $$
  select concat_ws(' ', c.path, c.change, c.a_type, c.b_type, c.a::text, c.b::text)
  from private.json_changes(changes.a, changes.b) as c
$$;
select results_eq(
  $$
    select pg_temp.changes(
      '{"same": [1, {"x": 1}], "n": 1, "t": 1, "l": [1, 2, 3], "gone": true, "o": {"a/b~c": 1}}',
      '{"same": [1, {"x": 1}], "n": 2, "t": "1", "l": [1, 9], "new": null, "o": {"a/b~c": 2}}'
    )
  $$,
  array[
    '/gone removed boolean true', '/l/1 changed number number 2 9', '/l/2 removed number 3',
    '/n changed number number 1 2', '/new added null null',
    '/o/a~1b~0c changed number number 1 2', '/t type_changed number string 1 "1"'
  ],
  'each kind of change, by a pointer'
);
select is_empty($$ select pg_temp.changes('{"a": 1, "b": 2}', '{"b": 2.0, "a": 1}') $$,
  'neither order nor the form of a number is a difference');
select is_empty('select pg_temp.changes(null, null)', 'nothing and nothing');
select results_eq($$ select pg_temp.changes(null, '[1]') $$, array[' added array [1]'],
  'nothing and something: the whole');
select results_eq($$ select pg_temp.changes('[1]', '{"0": 1}') $$,
  array[' type_changed array object [1] {"0": 1}'], 'a list and an object');
select results_eq(
  $$ select c.path from private.json_changes(
    (select jsonb_agg(n) from generate_series(1, 12) as n), '[0, 2, 0]'
  ) as c $$,
  '{/0,/2,/3,/4,/5,/6,/7,/8,/9,/10,/11}'::text[], 'positions are in the order of numbers'
);
select is(
  (
    select c
    from private.compare_json('{"a": [1, 2]}', '{"a": [1, 3]}') as c
  )::text,
  '(f,t,"{""(/a/1,changed,number,number,2,3)""}",f)', 'another value leaves the shape'
);
select is(
  (select (c.is_same, c.same_shape)::text from private.compare_json('[1]', '[1, 2]') as c),
  '(f,f)', 'one more does not'
);
select is(
  (
    select (c.a, length(c.b #>> '{}'), c.b_type)::text
    from private.json_changes('{"a": 1}', jsonb_build_object('a', repeat('x', 501))) as c
  ),
  '(1,500,string)', 'a long value is cut'
);
select is(
  (
    select (cardinality(c.changes), c.truncated, (c.changes)[1].path, (c.changes)[200].path)::text
    from private.compare_json(
      jsonb_build_object('z', 1, 'deep', (select jsonb_agg(n) from generate_series(1, 300) as n)),
      jsonb_build_object('z', 2, 'deep', (select jsonb_agg(-n) from generate_series(1, 300) as n))
    ) as c
  ),
  '(200,t,/deep/0,/deep/199)', 'more than 200 are cut'
);
select is(
  (
    select (length(c.path), c.change)::text
    from private.json_changes(
      (repeat('[', 300) || repeat(']', 300))::jsonb,
      (repeat('[', 300) || '1' || repeat(']', 300))::jsonb
    ) as c
  ),
  '(128,changed)', 'what lies deeper than 64 levels is one difference'
);

select * from finish();
rollback;
