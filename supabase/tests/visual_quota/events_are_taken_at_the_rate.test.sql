-- Page events are taken at the allowed rate, a second's worth ahead and the batch that is begun;
-- then batches are refused until it is made up for. The same batch again, one without events, and
-- those of other accounts are not.
begin;
create extension if not exists pgtap with schema extensions;
select plan(9);

select set_config('t.public', tests.create_workflow(null)::text, true);
create temp table fixture as
select tests.create_user() as owner, tests.create_user() as other;
select tests.create_execution(
  u.id, current_setting('t.public')::uuid,
  jsonb_build_object('visual_streaming_enabled', true, 'session_id', u.name)
)
from fixture as f
cross join lateral (values (f.owner, 'limited'), (f.owner, 'second'), (f.other, 'free'))
  as u (id, name);
insert into private.quotas (user_id, name, most)
select f.owner, 'visual_events_per_second', 10 from fixture as f;
prepare record as select (tests.record_batch($1, $2, $3)).stored;

select results_eq($$ execute record ('limited', 0, '{"events": 9}') $$, array[true], 'a batch');
select results_eq(
  $$ execute record ('limited', 1, '{"events": 600}') $$, array[true], 'a large one'
);
select throws_like(
  $$ execute record ('limited', 2, '{"events": 1}') $$,
  '%"quota_exceeded"%visual_events_per_second of this account is 10 page events in a second%',
  'another one'
);
select throws_ok($$ execute record ('second', 0, '{}') $$, 'PGRST', null, 'of any session');
select results_eq(
  $$ execute record ('limited', 0, '{"events": 9}') $$, array[false], 'the same again'
);
select results_eq(
  $$ execute record ('second', 0, '{"events": 0, "bytes": 0, "is_final": true}') $$, array[true],
  'one without events'
);
select results_eq($$ execute record ('free', 0, '{}') $$, array[true], 'of another account');
update private.visual_rates set until = clock_timestamp() + interval '0.9 seconds';
select results_eq(
  $$ execute record ('limited', 2, '{"events": 1}') $$, array[true], 'once that is over'
);
update private.quotas set most = 0;
select throws_ok($$ execute record ('limited', 3, '{}') $$, 'PGRST', null, 'a limit of nothing');

select * from finish();
rollback;
