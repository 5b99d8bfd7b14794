-- How two things are compared: sequences by their longest common subsequence, JSON by its paths.
-- What a comparison may cost is bounded here, and each answer says where a bound was reached.

create function private.common_subsequence(
  a integer[],
  b integer[],
  most_edits integer
)
returns integer[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
-- E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986): the
-- shortest script of insertions and deletions, and with it the longest common subsequence. Its
-- cost grows with the number of edits, not with the product of the lengths: two runs that hardly
-- differ are compared in one pass, and 200 edits are 20 000 steps (15 ms).
declare
  v_matches integer[] := array_fill(null::integer, array[cardinality(a)]);
  v_start integer := 0;
  v_a_length integer := cardinality(a);
  v_b_length integer := cardinality(b);
  -- How far each diagonal was followed, all rounds after each other: round d has d + 1 of them.
  v_reached integer[] := '{}';
  v_before integer;
  v_x integer;
  v_y integer;
  v_edits integer;
  v_place integer;
  v_is_insertion boolean;
begin
  -- Most of two runs is the same at both ends.
  while v_start < least(v_a_length, v_b_length) and a[v_start + 1] = b[v_start + 1] loop
    v_start := v_start + 1;
    v_matches[v_start] := v_start;
  end loop;
  while least(v_a_length, v_b_length) > v_start and a[v_a_length] = b[v_b_length] loop
    v_matches[v_a_length] := v_b_length;
    v_a_length := v_a_length - 1;
    v_b_length := v_b_length - 1;
  end loop;
  v_a_length := v_a_length - v_start;
  v_b_length := v_b_length - v_start;

  <<search>>
  for d in 0..common_subsequence.most_edits loop
    v_before := d * (d - 1) / 2 + 1;
    for i in 0..d loop
      v_x := case
        when d = 0 then 0
        when i = 0 or i < d and v_reached[v_before + i - 1] < v_reached[v_before + i]
          then v_reached[v_before + i]
        else v_reached[v_before + i - 1] + 1
      end;
      v_y := v_x - (2 * i - d);
      while v_x < v_a_length and v_y < v_b_length
        and a[v_start + v_x + 1] = b[v_start + v_y + 1]
      loop
        v_x := v_x + 1;
        v_y := v_y + 1;
      end loop;
      v_reached[v_before + d + i] := v_x;
      if v_x >= v_a_length and v_y >= v_b_length then
        v_edits := d;
        v_place := i;
        exit search;
      end if;
    end loop;
  end loop;
  if v_edits is null then
    return null;
  end if;

  -- Back along the way that led there; what lies on a diagonal is common.
  v_x := v_a_length;
  v_y := v_b_length;
  for d in reverse v_edits..0 loop
    v_before := d * (d - 1) / 2 + 1;
    v_is_insertion := v_place = 0
      or v_place < d and v_reached[v_before + v_place - 1] < v_reached[v_before + v_place];
    v_place := case when v_is_insertion then v_place else v_place - 1 end;
    while v_x > case
      when d = 0 then 0
      when v_is_insertion then v_reached[v_before + v_place]
      else v_reached[v_before + v_place] + 1
    end loop
      v_matches[v_start + v_x] := v_start + v_y;
      v_x := v_x - 1;
      v_y := v_y - 1;
    end loop;
    if v_is_insertion then
      v_y := v_y - 1;
    else
      v_x := v_x - 1;
    end if;
  end loop;
  return v_matches;
end
$$;
comment on function private.common_subsequence(integer[], integer[], integer) is
  'The longest common subsequence of two sequences: for each place of a the place in b, or null. '
  'Null as a whole when more than most_edits insertions and deletions lie between them.';
revoke all on function private.common_subsequence(integer[], integer[], integer) from public;
grant execute on function private.common_subsequence(integer[], integer[], integer)
  to authenticated, service_role;

create function private.align(
  a text[],
  b text[],
  most_edits integer
)
returns integer[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_a integer[];
  v_b integer[];
begin
  -- Numbers instead of texts: an element of an array of texts is found by counting from its start.
  select
    coalesce(array_agg(n.number order by n.place) filter (where n.is_of_a), '{}'),
    coalesce(array_agg(n.number order by n.place) filter (where not n.is_of_a), '{}')
  into v_a, v_b
  from (
    select
      i.is_of_a, i.place, dense_rank() over (order by i.item collate "C")::integer as number
    from (
      select true as is_of_a, l.item, l.place
      from unnest(align.a) with ordinality as l (item, place)
      union all
      select false, r.item, r.place from unnest(align.b) with ordinality as r (item, place)
    ) as i
  ) as n;
  return private.common_subsequence(v_a, v_b, align.most_edits);
end
$$;
comment on function private.align(text[], text[], integer) is
  'The longest common subsequence of two lists of texts: for each place of a the place in b, or '
  'null. Null as a whole when more than most_edits insertions and deletions lie between them.';
revoke all on function private.align(text[], text[], integer) from public;
grant execute on function private.align(text[], text[], integer) to authenticated, service_role;

create function private.normalised_line(
  line text
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- Ids, words of hexadecimal digits, then times and numbers with their signs and points.
  return regexp_replace(
    left(normalised_line.line, 500),
    '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
    '|\m(?=[a-f]*[0-9])[0-9a-f]{8,}\M'
    '|[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9:.]+(z|[+-][0-9:]+)?'
    '|[0-9]+([.,:][0-9]+)*',
    '#', 'gi'
  );
end
$$;
comment on function private.normalised_line(text) is
  'The first 500 characters of a log line with ids, times and numbers replaced by #, so that lines '
  'that say the same of other values are alike.';
revoke all on function private.normalised_line(text) from public;
grant execute on function private.normalised_line(text) to authenticated, service_role;

create type public.json_change as (
  path text,
  change text,
  a_type text,
  b_type text,
  a jsonb,
  b jsonb
);
comment on type public.json_change is
  'One difference between two JSON values: path (a JSON Pointer, RFC 6901; empty for the whole), '
  'change (added: only in b; removed: only in a; changed: another value of the same type; '
  'type_changed), the types, and the values. A value of more than 500 characters is shown as the '
  'first 500 of its text.';

create type public.json_comparison as (
  is_same boolean,
  same_shape boolean,
  changes public.json_change[],
  truncated boolean
);
comment on type public.json_comparison is
  'Where two JSON values differ. same_shape: nothing was added or removed and no type changed. '
  'truncated: there are more changes than the 200 listed, those nearest to the root.';

create function private.json_changes(
  a jsonb,
  b jsonb
)
returns setof public.json_change
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return query
  with recursive compared as (
    select
      -- Unpacked here, once: as it comes from the table it would be for each element (2 s).
      json_changes.a #> '{}' as a, json_changes.b #> '{}' as b, '' as path,
      '{}'::text[] as position,
      jsonb_typeof(json_changes.a) as a_type, jsonb_typeof(json_changes.b) as b_type
    where json_changes.a is distinct from json_changes.b
    union all
    select
      k.a, k.b, c.path || '/' || replace(replace(k.name, '~', '~0'), '/', '~1'),
      c.position || case when c.a_type = 'array' then lpad(k.name, 9, '0') else k.name end,
      jsonb_typeof(k.a), jsonb_typeof(k.b)
    from compared as c
    cross join lateral (
      select name, l.value as a, r.value as b
      from jsonb_each(case when c.a_type = 'object' then c.a else '{}' end) as l (name, value)
      full join jsonb_each(case when c.b_type = 'object' then c.b else '{}' end) as r (name, value)
        using (name)
      where c.a_type = 'object'
      union all
      select i.place::text, c.a -> i.place, c.b -> i.place
      from generate_series(
        0,
        greatest(
          jsonb_array_length(case when c.a_type = 'array' then c.a else '[]' end),
          jsonb_array_length(case when c.b_type = 'array' then c.b else '[]' end)
        ) - 1
      ) as i (place)
      where c.a_type = 'array'
    ) as k
    where c.a_type = c.b_type
      and c.a_type in ('object', 'array')
      -- Each level copies what lies below it.
      and cardinality(c.position) < 64
      and k.a is distinct from k.b
  ),
  -- Rows come level by level, and no more of them are made than are asked for.
  found as (
    select c.*
    from compared as c
    where c.a_type is distinct from c.b_type
      or c.a_type not in ('object', 'array')
      or cardinality(c.position) = 64
    limit 201
  )
  select
    f.path,
    case
      when f.a is null then 'added'
      when f.b is null then 'removed'
      when f.a_type <> f.b_type then 'type_changed'
      else 'changed'
    end,
    f.a_type,
    f.b_type,
    case when length(f.a::text) > 500 then to_jsonb(left(f.a::text, 500)) else f.a end,
    case when length(f.b::text) > 500 then to_jsonb(left(f.b::text, 500)) else f.b end
  from found as f
  order by f.position collate "C";
end
$$;
comment on function private.json_changes(jsonb, jsonb) is
  'Where two JSON values differ, at most 201 places, in order of names and positions. Lists are '
  'compared position by position; what lies deeper than 64 levels is one difference. Null as '
  'argument: there is no value.';
revoke all on function private.json_changes(jsonb, jsonb) from public;
grant execute on function private.json_changes(jsonb, jsonb) to authenticated, service_role;

create function private.compare_json(
  a jsonb,
  b jsonb
)
returns public.json_comparison
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_changes constant public.json_change[] := array(
    select c from private.json_changes(compare_json.a, compare_json.b) as c
  );
begin
  return row(
    v_changes = '{}',
    not exists (select 1 from unnest(v_changes) as c where c.change <> 'changed'),
    v_changes[:200],
    cardinality(v_changes) > 200
  )::public.json_comparison;
end
$$;
comment on function private.compare_json(jsonb, jsonb) is
  'Compares two JSON values; null as argument: there is none.';
revoke all on function private.compare_json(jsonb, jsonb) from public;
grant execute on function private.compare_json(jsonb, jsonb) to authenticated, service_role;
