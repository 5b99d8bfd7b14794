-- Executions $1 to $2 of a batch of $3 that is spread over the 180 days before $4, oldest first.
-- About 1.3 kB each: 85 % completed, 8 % failed, 4 % cancelled, 3 % running; 2 % shared; labels on
-- some, one in ten streamed, one in fifty with a large result. Triggers do not run: what they fill
-- in is given.
insert into public.workflow_executions (
  execution_id, workflow_id, user_id, status, mode, visual_enabled, visual_streaming_enabled,
  visual_quality, session_id, tags, metadata, progress, visual_events_captured,
  visual_stream_duration, execution_time_seconds, created_at, completed_at, updated_at, inputs,
  result, error, logs
)
select
  encode(
    set_bit(set_bit(overlay(
      uuid_send(gen_random_uuid()) placing
      substring(int8send((extract(epoch from d.created_at) * 1000)::bigint) from 3)
      from 1 for 6
    ), 52, 1), 53, 1), 'hex'
  )::uuid,
  j.workflow_id,
  case when j.owner_rank is not null or d.of_whom > 0.18 then p.user_id end,
  d.status,
  case when d.mode < 0.8 then 'cloud-run' else 'local-run' end,
  d.visual < 0.2,
  d.visual < 0.1,
  case
    when d.visual < 0.06 then 'standard' when d.visual < 0.08 then 'high'
    when d.visual < 0.1 then 'low'
  end,
  case when d.visual < 0.1 then 'visual-' || gen_random_uuid() end,
  case
    when d.tagged < 0.0005 then array['postmortem']
    when d.tagged < 0.1 then array['nightly', 'team-' || floor(d.pick * 50)]
    when d.tagged < 0.15 then array['team-' || floor(d.pick * 50)]
    else '{}'
  end,
  case
    when d.labelled < 0.2
      then jsonb_build_object('customer', 'c-' || floor(d.pick * 500), 'build', d.i % 1000)
    else '{}'
  end,
  case when d.status = 'running' then round((d.pick * 100)::numeric, 2) else 100 end,
  case when d.visual < 0.2 and d.status <> 'running' then floor(d.pick * 2000) end,
  case when d.visual < 0.1 and d.status <> 'running' then round((d.seconds * 0.9)::numeric, 3) end,
  case when d.status <> 'running' then round(d.seconds::numeric, 3) end,
  d.created_at,
  case
    when d.status <> 'running' then least($4, d.created_at + d.seconds * interval '1 second')
  end,
  d.created_at,
  jsonb_build_object(
    'url', format('https://shop-%s.example/orders/%s', floor(d.pick * 900), d.i),
    'order', md5(d.i::text),
    'steps', jsonb_build_array('sign in', 'open order', 'read total', 'download receipt'),
    'customer', jsonb_build_object('name', md5(d.pick::text), 'email', md5(d.mode::text))
  ),
  case
    when d.status <> 'completed' then null
    when d.large < 0.02 then jsonb_build_object('pages', (
      select jsonb_agg(md5(d.pick::text || n)) from generate_series(1, 220) as n
    ))
    else jsonb_build_object(
      'total', round((d.pick * 900)::numeric, 2), 'receipt', md5(d.large::text),
      'lines', jsonb_build_array(md5(d.tagged::text), md5(d.visual::text), md5(d.mode::text)),
      'checked', d.pick < 0.5
    )
  end,
  case
    when d.status <> 'failed' then null
    when d.pick < 0.0003 then format('CertificateExpired: shop-%s.example, serial %s', d.i, d.large)
    when d.pick < 0.4 then format('TimeoutError: waited 30 s for #order-%s in %s', d.i, d.large)
    when d.pick < 0.7 then format('no element matches #receipt-%s (frame %s)', d.i, d.mode)
    else format('HTTP 503 from https://shop-%s.example/api after %s tries', d.i, d.i % 7)
  end,
  case
    when d.status <> 'running' then jsonb_build_array(
      jsonb_build_object('at', d.created_at, 'message', 'signed in as ' || md5(d.mode::text)),
      jsonb_build_object('at', d.created_at, 'message', 'opened order ' || md5(d.visual::text)),
      jsonb_build_object('at', d.created_at, 'message', 'read the total ' || md5(d.pick::text))
    )
  end
from (
  select
    r.*,
    $4::timestamptz - interval '180 days' * (1 - (r.i - random()) / $3::bigint) as created_at,
    case
      when r.outcome < 0.03 then 'running' when r.outcome < 0.07 then 'cancelled'
      when r.outcome < 0.15 then 'failed' else 'completed'
    end as status
  from (
    -- "offset 0" keeps each random number the same wherever it is read.
    select
      i, random() as outcome, random() as of_whom, random() as mode, random() as visual,
      random() as tagged, random() as labelled, random() as pick, random() as large,
      -- Log-normal: half of them up to 4.6 s, one in a hundred over 75 s.
      exp(random_normal(1.52, 1.2)) as seconds,
      floor(power(10000, random()))::integer as job_rank,
      floor(power(2000, random()))::integer as person_rank
    from generate_series($1::bigint, $2::bigint) as i
    offset 0
  ) as r
  offset 0
) as d
join bench.jobs as j on j.rank = d.job_rank
join bench.people as p on p.rank = coalesce(j.owner_rank, d.person_rank)
order by d.i
