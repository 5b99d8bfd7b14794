-- Where a user's lists of visual sessions find them when scores matter: as visible_executions, and
-- for the same reasons.
create view private.visible_recordings as
select
  r.execution_id, r.owner_key, r.workflow_id, r.status, r.created_at, r.replay_score
from public.visual_recordings as r
where (r.owner_key in ((select auth.uid()), (select private.shared_key())))::integer <> 0;
revoke all on table private.visible_recordings from public, anon, authenticated, service_role;
grant select on table private.visible_recordings to authenticated;
comment on view private.visible_recordings is
  'The recordings that the signed-in user may see, with the columns that lists filter and sort by.';
