-- A refusal is raised in the form in which PostgREST takes status and headers from it: Retry-After,
-- and the rate limit fields of the IETF's draft.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table q on commit drop as
select row(gen_random_uuid(), w.id, n.name, 10)::private.quota as quota, w.id, n.name
from (
  values ('00000000-0000-0000-0000-000000000000'::uuid), (gen_random_uuid())
) as w (id)
cross join unnest(array[
  'executions_per_minute', 'executions_per_day', 'running_executions', 'visual_events_per_second'
]) as n (name);

create function pg_temp.raised(quota private.quota) returns jsonb language plpgsql as $$
declare
  v_state text;
  v_message text;
  v_detail text;
begin
  perform private.refuse_over_quota(quota, 7);
exception when others then
  get stacked diagnostics
    v_state = returned_sqlstate, v_message = message_text, v_detail = pg_exception_detail;
  return jsonb_build_object('state', v_state, 'body', v_message::jsonb) || v_detail::jsonb;
end
$$;

select results_eq(
  $$ select distinct r ->> 'state', r ->> 'status', r #>> '{body,message}'
    from q cross join lateral pg_temp.raised(q.quota) as r $$,
  $$ values ('PGRST', '429', 'quota_exceeded') $$, 'state, status and slug'
);
select results_eq(
  $$ select distinct r #>> '{headers,Retry-After}'
    from q cross join lateral pg_temp.raised(q.quota) as r $$,
  array['7'], 'Retry-After'
);
select results_eq(
  $$ select r #>> '{headers,RateLimit}' from q cross join lateral pg_temp.raised(q.quota) as r
    where q.name = 'executions_per_minute' order by q.id $$,
  array[
    '"executions_per_minute";r=0;t=7', '"workflow_executions_per_minute";r=0;t=7'
  ],
  'RateLimit'
);
select results_eq(
  $$ select r #>> '{headers,RateLimit-Policy}' from q cross join lateral pg_temp.raised(q.quota) as r
    where q.id = '00000000-0000-0000-0000-000000000000' order by q.name $$,
  array[
    '"executions_per_day";q=10;w=86400',
    '"executions_per_minute";q=10;w=60',
    '"running_executions";q=10;qu="concurrent-requests"',
    '"visual_events_per_second";q=10;w=1;runtrail-unit="events"'
  ],
  'RateLimit-Policy'
);
select is(
  private.failed_outcome('PGRST', r.body::text, '{"status": 429}', null),
  row(429, null, null, row('quota_exceeded', r.body ->> 'details', r.body ->> 'hint')
    ::public.batch_error)::private.batch_outcome,
  'an item of a batch that is refused so'
)
from (select pg_temp.raised(q.quota) -> 'body' as body from q limit 1) as r;

select * from finish();
rollback;
