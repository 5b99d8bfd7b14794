-- Sessions are sorted by the score of their recordings and limited to a range of them; a session
-- without a recording comes after all others and is in no range.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

-- Shared rows that were here before stay out of sight.
delete from public.workflow_executions where user_id is null;
select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
select set_config('t.other', tests.create_workflow(null)::text, true);
select tests.create_execution(
  case when s.name <> 'shared' then current_setting('t.owner')::uuid end,
  case when s.name = 'other' then current_setting('t.other') else current_setting('t.workflow')
    end::uuid,
  jsonb_build_object(
    'visual_streaming_enabled', true, 'session_id', s.name,
    'created_at', now() - s.place * interval '1 minute',
    'execution_id', format('00000000-0000-7000-8000-00000000000%s', s.place)
  )
)
from unnest(array['none', 'good', 'poor', 'shared', 'fair', 'other']) with ordinality
  as s (name, place);
update public.visual_recordings as r
set replay_score = s.score, chunks = 1, events = 5, stored_bytes = 7
from (values ('good', 100), ('poor', 20), ('shared', 60), ('fair', 60), ('other', 90))
  as s (name, score)
where r.session_id = s.name;
update public.workflow_executions set status = 'completed' where session_id in ('poor', 'other');
-- What the end did to them.
update public.visual_recordings set replay_score = 20 where session_id = 'poor';
update public.visual_recordings set replay_score = 90 where session_id = 'other';

create function pg_temp.listed(page public.visual_sessions_page)
returns text
language sql
as $$
  select concat(
    string_agg(s.session_id, ' ' order by s.ordinality), ' of ', (listed.page).total_sessions
  )
  from unnest((listed.page).sessions) with ordinality as s
$$;
-- Of two with the same score the one with the greater id comes first, and last where the worst do.
select tests.act_as(current_setting('t.owner')::uuid);
select is(pg_temp.listed(v), 'good other fair shared poor none of 6', 'the best first')
from public.visual_sessions(sort => 'replay_score.desc') as v;
select is(pg_temp.listed(v), 'none poor shared fair other good of 6', 'the worst first')
from public.visual_sessions(sort => 'replay_score.asc') as v;
select is(pg_temp.listed(v), 'other fair shared poor good none of 6', 'the oldest first')
from public.visual_sessions(sort => 'created_at.asc') as v;
select is(pg_temp.listed(v), 'shared fair other of 3', 'a range, the newest first')
from public.visual_sessions(min_replay_score => 60, max_replay_score => 90) as v;
select is(pg_temp.listed(v), 'good poor shared fair other of 5', 'from 0: all with a recording')
from public.visual_sessions(min_replay_score => 0) as v;
select is(pg_temp.listed(v), 'poor of 1', 'up to 59: no session without a recording')
from public.visual_sessions(max_replay_score => 59) as v;
select is(pg_temp.listed(v), 'good fair shared none of 4', 'what runs')
from public.visual_sessions(sort => 'replay_score.desc', active_only => true) as v;
select is(pg_temp.listed(v), 'other of 1', 'of a workflow')
from public.visual_sessions(
  sort => 'replay_score.desc', workflow_id => current_setting('t.other')::uuid
) as v;
select is(
  (s.replay_score, s.events_processed, s.bytes_stored)::text, '(100,5,7)', 'with their numbers'
)
from public.visual_sessions(min_replay_score => 100) as v, unnest(v.sessions) as s;
select is(
  (s.replay_score, s.replay_reasons, s.bytes_stored)::text, '(,,)', 'and without'
)
from public.visual_sessions(sort => 'replay_score.asc', page_size => 1) as v,
  unnest(v.sessions) as s;

create temp table pages as
select one, two, three, back
from public.visual_sessions(sort => 'replay_score.desc', page_size => 2) as one
cross join lateral public.visual_sessions(page_size => 2, cursor => one.next_cursor) as two
cross join lateral public.visual_sessions(page_size => 2, cursor => two.next_cursor) as three
cross join lateral public.visual_sessions(page_size => 2, cursor => three.previous_cursor) as back;
select is(
  pg_temp.listed(p.one) || ', ' || pg_temp.listed(p.two) || ', ' || pg_temp.listed(p.three),
  'good other of 6, fair shared of 6, poor none of 6', 'cursors lead through the list'
)
from pages as p;
select is(pg_temp.listed(p.back), 'fair shared of 6', 'and back') from pages as p;
select is(pg_temp.listed(v), 'fair shared of 6', 'as pages by number do')
from public.visual_sessions(sort => 'replay_score.desc', page_size => 2, page => 2) as v;
select throws_ok(
  $$ select public.execution_history(cursor => (p.one).next_cursor) from pages as p $$,
  'PT400', 'invalid_cursor', 'a history is not sorted by score'
);
select throws_ok(
  $$
    select public.visual_sessions(sort => 'created_at.desc', cursor => (p.one).next_cursor)
    from pages as p
  $$,
  'PT400', 'invalid_cursor', 'nor is another order that of the cursor'
);
select is(h.executions -> 1 ->> 'replay_score', '100', 'the history shows the score')
from public.execution_history() as h;
select is(d.replay_score, 100, 'and so does the detail')
from public.workflow_executions as e, public.execution_detail(e.execution_id) as d
where e.session_id = 'good';

select * from finish();
rollback;
