-- The private Realtime channel visual:<execution_id> tells whoever watches that a chunk is there:
-- which one, never what is in it; and that the run has ended (see recorded_metrics). Who may join:
-- see private_channels. Nobody depends on it: the list of chunks says the same to who asks.

create function private.tg_visual_chunks__told()
returns trigger
language plpgsql
volatile
-- definer because: the API roles write no messages of their own, and send() writes as its caller.
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.broadcast(
    array['visual:' || c.execution_id], 'visual_chunk',
    jsonb_build_object('tab', c.tab, 'sequence', c.sequence, 'arrival', c.arrival)
  )
  from added as c
  order by c.execution_id, c.arrival;
  return null;
end
$$;
comment on function private.tg_visual_chunks__told() is
  'Sends visual_chunk with tab, sequence and arrival of each new chunk.';
revoke all on function private.tg_visual_chunks__told() from public;

create trigger _700_told
  after insert on public.visual_chunks
  referencing new table as added
  for each statement execute function private.tg_visual_chunks__told();
