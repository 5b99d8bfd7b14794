-- A filter that cannot match and a page that cannot be are refused with 400 invalid_parameter,
-- whose detail names the parameter.
begin;
create extension if not exists pgtap with schema extensions;
select plan(32);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;

create function pg_temp.refusal(arguments text)
returns text
language plpgsql
as $$
declare
  v_detail text;
  v_hint text;
begin
  execute format('select public.execution_history(%s)', arguments);
  return 'accepted';
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return concat_ws(' ', sqlstate, sqlerrm, split_part(v_detail, ' ', 1), left(v_hint, 7));
end
$$;

select tests.act_as(f.owner) from fixture as f;
select is(
  pg_temp.refusal(v.arguments), 'PT400 invalid_parameter ' || v.parameter || ' Correct', v.arguments
)
from (
  values
    ('status_filter => ''{done}''', 'status_filter'),
    ('status_filter => ''{failed,done}''', 'status_filter'),
    ('status_filter => ''{}''', 'status_filter'),
    ('status_filter => ''{failed,null}''', 'status_filter'),
    ('mode_filter => ''cloud''', 'mode_filter'),
    ('visual_quality => ''ultra''', 'visual_quality'),
    ('created_after => ''2026-01-02Z'', created_before => ''2026-01-01Z''', 'created_after'),
    ('created_after => ''2026-01-01Z'', created_before => ''2026-01-01Z''', 'created_after'),
    ('min_seconds => -1', 'min_seconds'),
    ('max_seconds => -0.001', 'min_seconds'),
    ('min_seconds => ''NaN''', 'min_seconds'),
    ('max_seconds => ''NaN''', 'min_seconds'),
    ('max_seconds => ''Infinity''', 'min_seconds'),
    ('min_seconds => 10000000', 'min_seconds'),
    ('created_after => ''-infinity''', 'created_after'),
    ('created_before => ''infinity''', 'created_after'),
    ('status_filter => ''{{failed},{running}}''', 'status_filter'),
    ('tags => ''{{a},{b}}''', 'tags'),
    ('tags => ''{a,null}''', 'tags'),
    ('min_seconds => 2, max_seconds => 1', 'min_seconds'),
    ('metadata => ''[]''', 'metadata'),
    ('metadata => ''null''', 'metadata'),
    ('inputs => ''"text"''', 'inputs'),
    ('sort => ''created_at''', 'sort'),
    ('sort => ''user_id.desc''', 'sort'),
    ('sort => ''''', 'sort'),
    ('page => 0', 'page'),
    ('page => -1', 'page'),
    ('page_size => 0', 'page_size'),
    ('page_size => 201', 'page_size'),
    ('page => 1, cursor => ''x''', 'page')
) as v (arguments, parameter);
select is(
  pg_temp.refusal(
    'page => null, page_size => null, cursor => null, sort => null, include_payloads => null, '
    'status_filter => null'
  ),
  'accepted', 'null stands for absent'
);

select * from finish();
rollback;
