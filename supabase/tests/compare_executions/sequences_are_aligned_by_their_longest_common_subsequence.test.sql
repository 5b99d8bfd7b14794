-- Sequences are aligned by a longest common subsequence, as long as no more edits lie between them
-- than are allowed.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select is(private.common_subsequence('{}', '{}', 0), '{}', 'two empty ones');
select is(private.common_subsequence('{1,2}', '{}', 2), '{null,null}', 'nothing to align with');
select is(private.common_subsequence('{}', '{1,2}', 2), '{}', 'nothing to align');
select is(private.common_subsequence('{1,2,3}', '{1,2,3}', 0), '{1,2,3}', 'the same');
select is(private.common_subsequence('{1,2,3}', '{1,9,3}', 2), '{1,null,3}', 'one replaced');
select is(private.common_subsequence('{1,2,3}', '{1,9,3}', 1), null, 'that takes two edits');
-- The example of Myers' paper: A B C A B B A and C B A B A C have a common subsequence of four.
select is(
  (
    select count(m.place)
    from unnest(private.common_subsequence('{1,2,3,1,2,2,1}', '{3,2,1,2,1,3}', 5)) as m (place)
  ),
  4::bigint, 'the example of the paper, by five edits'
);
select is(
  private.align('{open,pay,done}', '{open,retry,pay,done}', 10), '{1,3,4}', 'texts'
);

-- The textbook's table of all prefixes, in which nothing is left out.
create function pg_temp.length_by_table(a integer[], b integer[]) returns integer
language plpgsql as $$
declare
  v_width constant integer := cardinality(b) + 1;
  v_table integer[] := array_fill(0, array[(cardinality(a) + 1) * v_width]);
begin
  for i in 1..cardinality(a) loop
    for j in 1..cardinality(b) loop
      v_table[i * v_width + j + 1] := case
        when a[i] = b[j] then v_table[(i - 1) * v_width + j] + 1
        else greatest(v_table[(i - 1) * v_width + j + 1], v_table[i * v_width + j])
      end;
    end loop;
  end loop;
  return v_table[cardinality(a) * v_width + cardinality(b) + 1];
end
$$;
select setseed(0.25);
select is_empty(
  $$
    select r.a, r.b, m.matches
    from (
      select
        array(select (random() * (n % 6))::integer from generate_series(1, n * 7 % 23)) as a,
        array(select (random() * (n % 6))::integer from generate_series(1, n * 11 % 19)) as b
      from generate_series(1, 500) as n
      offset 0
    ) as r
    cross join lateral private.common_subsequence(r.a, r.b, 100) as m (matches)
    where pg_temp.length_by_table(r.a, r.b) <> (
        select count(*)
        from unnest(m.matches) with ordinality as p (b_place, a_place)
        where r.a[p.a_place] = r.b[p.b_place]
      )
      or array_remove(m.matches, null) <> array(
        select distinct p.place from unnest(m.matches) as p (place) where p.place > 0 order by 1
      )
  $$,
  'of 500 pairs at random: as long as can be, of equal elements, in order'
);

select * from finish();
rollback;
