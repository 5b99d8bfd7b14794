-- How well a recording can be replayed: 100, less what is wrong with it, of each kind at most so
-- much:
--
--   40  before the first full snapshot: 40 x the share of the tabs' time that comes before it
--   40  gaps: 2 for each missing chunk, and 100 x the share of chunks, or of events where the
--       recorder has counted more of these, that is missing
--   20  orphans: 100 x the share of events that change a page of which there is no snapshot yet
--   10  clock jumps: 2 each
--   30  truncated end: once the run has ended, 10 where a tab was left open and the last event is
--       more than 10 seconds before the end of the run, and 20 x the share of the run after it
--   10  heavy: 1 for every 10 MiB a minute over 20 (uncompressed), which players and networks feel
--
-- Each is rounded to a whole number; what rounds to nothing is no reason either. Where no tab has a
-- full snapshot there is nothing to show, and the score is 0. All of it comes from sums that the
-- recording keeps, so that a chunk costs the same however many came before.

create type private.replay_judgement as (
  score smallint,
  reasons text[]
);
comment on type private.replay_judgement is 'A replay score, and what it lacks of 100 in words.';

create function private.replay_penalties(
  r public.visual_recordings,
  run_seconds numeric,
  unseen_seconds numeric
)
returns table (place integer, points numeric, reason text)
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_mib_per_minute constant numeric := r.bytes / 1048576.0 * 60 / greatest(r.streamed_seconds, 60);
begin
  return query
  values
    (
      1,
      case
        when r.blind_tabs = r.tabs then 100
        else 40 * coalesce(r.blind_seconds / nullif(r.tab_seconds, 0), 0)
      end,
      case
        when r.blind_tabs = r.tabs then 'no full snapshot'
        when r.blind_tabs > 0
          then format('%s of %s tabs without a full snapshot', r.blind_tabs, r.tabs)
        else format('%s seconds before the first full snapshot', round(r.blind_seconds, 1))
      end
    ),
    (
      2,
      least(
        40,
        2 * r.missing_chunks + 100 * greatest(
          r.missing_chunks::numeric / (r.missing_chunks + r.chunks),
          coalesce(r.lost_events::numeric / nullif(r.lost_events + r.events, 0), 0)
        )
      ),
      concat_ws(
        ', ',
        case
          when r.missing_chunks > 0 then format(
            '%s of %s batches missing (%s seconds)', r.missing_chunks,
            r.missing_chunks + r.chunks, round(r.gap_seconds, 1)
          )
        end,
        case
          when r.lost_events > 0
            then format('%s of %s events lost', r.lost_events, r.lost_events + r.events)
        end
      )
    ),
    (
      3,
      least(20, 100 * coalesce(r.orphan_mutations::numeric / nullif(r.events, 0), 0)),
      format('%s of %s events change a page of which there is no snapshot yet',
        r.orphan_mutations, r.events)
    ),
    (4, least(10.0, 2 * r.clock_jumps), format('clock jumps: %s', r.clock_jumps)),
    (
      5,
      case
        when r.open_tabs > 0 and replay_penalties.unseen_seconds > 10
          then 10 + 20 * least(1, unseen_seconds / greatest(replay_penalties.run_seconds, 1))
      end,
      format('ends %s seconds before the run', round(replay_penalties.unseen_seconds, 1))
    ),
    (
      6,
      least(10, ceil((v_mib_per_minute - 20) / 10)),
      format('%s MiB a minute', round(v_mib_per_minute))
    );
end
$$;
comment on function private.replay_penalties(public.visual_recordings, numeric, numeric) is
  'What is to be taken off the replay score of a recording that has chunks, and why; none where '
  'points is null or rounds to nothing. unseen_seconds: from its last event to the end of the run; '
  'null while that lasts.';
revoke all on function private.replay_penalties(public.visual_recordings, numeric, numeric)
  from public;

create function private.replay_judgement(
  r public.visual_recordings,
  run public.workflow_executions
)
returns private.replay_judgement
language plpgsql
immutable
security invoker
set search_path = ''
as $$
declare
  v_judgement private.replay_judgement;
begin
  if r.chunks = 0 then
    return row(null, '{}'::text[])::private.replay_judgement;
  end if;
  select
    greatest(0, 100 - coalesce(sum(round(p.points)), 0)),
    coalesce(array_agg(p.reason order by p.place), '{}')
  into v_judgement.score, v_judgement.reasons
  from private.replay_penalties(
    r,
    private.seconds_between(run.created_at, run.completed_at),
    private.seconds_between(coalesce(r.last_event_at, run.created_at), run.completed_at)
  ) as p
  where round(p.points) > 0;
  return v_judgement;
end
$$;
comment on function private.replay_judgement(
  public.visual_recordings, public.workflow_executions
) is 'The replay score of a recording and its reasons; null while it has no chunk.';
revoke all on function private.replay_judgement(
  public.visual_recordings, public.workflow_executions
) from public;

create function private.snapshot_reason(
  known private.visual_tabs
)
returns text
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  -- A player starts at a full snapshot and applies what follows it: how much that is bounds the
  -- time to show any moment, however long the session.
  return case
    when known.is_closed then null
    when known.last_snapshot_sequence is null then 'The tab has no full snapshot.'
    when known.last_sequence - known.last_snapshot_sequence > known.chunks_since
      then format('Batches of the tab are missing since its last full snapshot (batch %s).',
        known.last_snapshot_sequence)
    when known.events_since > 5000
      then format('The last full snapshot is %s events ago.', known.events_since)
    when known.bytes_since > 4194304
      then format('The last full snapshot is %s bytes ago.', known.bytes_since)
    when known.last_event_at > known.last_snapshot_at + interval '120 seconds'
      then format('The last full snapshot is %s seconds ago.',
        extract(epoch from known.last_event_at - known.last_snapshot_at)::bigint)
  end;
end
$$;
comment on function private.snapshot_reason(private.visual_tabs) is
  'Why the recorder should take a full snapshot of a tab now: it has none, batches are missing '
  'since the last one, or that is more than 5000 events, 4 MiB or 120 seconds ago; null: it need '
  'not.';
revoke all on function private.snapshot_reason(private.visual_tabs) from public;
