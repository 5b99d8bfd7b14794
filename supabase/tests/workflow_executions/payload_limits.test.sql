-- inputs hold 256 KiB, result and logs 1 MiB, error 64 KiB, logs 10 000 entries: exactly that is
-- stored, a byte or an entry more is refused, on insert and on update.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table cases on commit drop as
-- As text {"a": "x"} takes 9 bytes and ["x"] takes 4, without the x.
select f.field, f.value_limit, f.value
from (
  values
    ('inputs', 262144, jsonb_build_object('a', repeat('x', 262144 - 9))),
    ('result', 1048576, to_jsonb(repeat('x', 1048576 - 2))),
    ('logs', 1048576, jsonb_build_array(repeat('x', 1048576 - 4))),
    ('error', 65536, to_jsonb(repeat('é', 32768)))
) as f (field, value_limit, value);
create function pg_temp.one_more(value jsonb) returns jsonb language sql as $$
  select replace(replace(value::text, 'xx"', 'xxx"'), 'é"', 'éx"')::jsonb
$$;
select lives_ok(
  format(
    'select tests.create_execution(null, %L, %L)', current_setting('t.workflow'),
    jsonb_build_object(c.field, c.value)
  ),
  c.field || ' at its limit'
)
from cases as c;
select throws_ok(
  format(
    'select tests.create_execution(null, %L, %L)', current_setting('t.workflow'),
    jsonb_build_object(c.field, pg_temp.one_more(c.value))
  ),
  'PT413', 'payload_too_large', c.field || ' over its limit'
)
from cases as c;
select throws_ok(
  format(
    'update public.workflow_executions set %1$I = r.%1$I '
    'from jsonb_populate_record(null::public.workflow_executions, %2$L) as r',
    c.field, jsonb_build_object(c.field, pg_temp.one_more(c.value))
  ),
  'PT413', 'payload_too_large', c.field || ' over its limit, by update'
)
from cases as c;
select lives_ok(
  format(
    'select tests.create_execution(null, %L, %L)', current_setting('t.workflow'),
    jsonb_build_object('logs', to_jsonb(array_fill(1, array[10000])))
  ),
  '10 000 entries'
);
select throws_ok(
  format(
    'select tests.create_execution(null, %L, %L)', current_setting('t.workflow'),
    jsonb_build_object('logs', to_jsonb(array_fill(1, array[10001])))
  ),
  'PT413', 'payload_too_large', '10 001 entries'
);

-- What the caller reads says which field, how large and what the limit is.
create function pg_temp.detail_of(statement text) returns text language plpgsql as $$
declare
  v_detail text;
begin
  execute statement;
  return null;
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return v_detail;
end
$$;
select is(
  pg_temp.detail_of(
    format('select tests.create_execution(null, %L, %L)', current_setting('t.workflow'),
      jsonb_build_object('error', repeat('x', 70000)))
  ),
  'error is 70000 bytes; the limit is 65536.', 'the detail names field, size and limit'
);

select * from finish();
rollback;
