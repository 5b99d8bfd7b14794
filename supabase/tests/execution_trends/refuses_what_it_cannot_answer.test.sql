-- Unknown buckets and time zones, windows that make no sense, and windows too long for what would
-- be read are refused with 400 invalid_parameter, which says what to do.
begin;
create extension if not exists pgtap with schema extensions;
select plan(23);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;
create function pg_temp.refusal(
  bucket text, since timestamptz, until timestamptz, timezone text
)
returns text
language plpgsql
as $$
declare
  v_message text;
  v_detail text;
  v_hint text;
begin
  perform public.execution_trends(
    bucket => refusal.bucket, since => refusal.since, until => refusal.until,
    timezone => refusal.timezone
  );
  return 'no error';
exception when others then
  get stacked diagnostics
    v_message = message_text, v_detail = pg_exception_detail, v_hint = pg_exception_hint;
  return concat_ws(' | ', sqlstate, v_message, v_detail, v_hint);
end
$$;
select tests.act_as(f.owner) from fixture as f;

select matches(
  pg_temp.refusal('minute', null, null, 'UTC'),
  '^PT400 \| invalid_parameter \| bucket is hour, day, week or month', 'an unknown bucket'
);
select is(
  pg_temp.refusal(v.bucket, '2026-01-01Z', v.until::timestamptz, v.timezone), 'no error',
  v.about || ' can be had'
)
from (
  values
    ('hour', '2026-01-08Z', 'UTC', '7 days of hours'),
    ('day', '2026-04-03Z', 'Europe/Berlin', '92 days of another zone'),
    ('week', '2026-04-03Z', 'Europe/Berlin', '92 days of its weeks'),
    ('day', '2027-02-05Z', 'UTC', '400 days'),
    ('month', '2059-05-01Z', 'UTC', '400 months')
) as v (bucket, until, timezone, about);
select matches(
  pg_temp.refusal(v.bucket, '2026-01-01Z', v.until::timestamptz, v.timezone),
  '^PT400 \| invalid_parameter \| ' || v.sentence, v.about || ' is too long'
)
from (
  values
    ('hour', '2026-01-08 00:00:01Z', 'UTC', 'Hours are .* 7 days.*the bucket day', 'hours'),
    ('day', '2026-04-03 01:00:01Z', 'Europe/Berlin', 'Days .* 92 days.*timezone UTC', 'a zone'),
    ('day', '2027-02-05 00:00:01Z', 'UTC', 'The window .* 400 .*larger bucket', '401 days'),
    ('week', '2033-08-31 00:00:01Z', 'UTC', 'The window .* 400 .*larger bucket', '401 weeks'),
    ('month', '2059-05-01 00:00:01Z', 'UTC', 'The window .* 400 .*larger bucket', '401 months'),
    ('day', '9999-01-01Z', 'UTC', 'The window .* 400 .*larger bucket', 'eight thousand years')
) as v (bucket, until, timezone, sentence, about);
select matches(
  pg_temp.refusal('day', null, null, v.timezone),
  '^PT400 \| invalid_parameter \| There is no time zone', format('"%s" is no time zone', v.timezone)
)
from (
  values
    ('Europe/Nowhere'), ('nonsense'), (''), ('+02:00'), ('UTC+2'), ('02'), ('; select 1'),
    ('../UTC')
) as v (timezone);
select matches(
  pg_temp.refusal('day', '2026-01-02Z', '2026-01-02Z', 'UTC'),
  '^PT400 \| invalid_parameter \| since is earlier than until', 'an empty window'
);
select matches(
  pg_temp.refusal('day', '-infinity', null, 'UTC'),
  '^PT400 \| invalid_parameter \| since and until are moments', 'an infinite window'
);
select throws_ok(
  'select public.execution_trends(gen_random_uuid())',
  'PT404', 'workflow_not_found', 'a workflow that is not there'
);

select * from finish();
rollback;
