-- Exactly these functions and views run with their owner's rights; every public function runs
-- with its caller's.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_eq(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace) and p.prosecdef
  $$,
  array[
    'private.apply_retention(timestamp with time zone,integer)',
    'private.is_anonymous_user(uuid)',
    'private.reap_executions(integer)',
    'private.remove_deleted_accounts(integer)',
    'private.tg_execution__cancel_requested()',
    'private.tg_execution__change()',
    'private.tg_executions__deletion()',
    'private.tg_execution__late_report()',
    'private.tg_owned_row__known_user()',
    'private.tg_execution_events__limits()',
    'private.tg_execution__recording()',
    'private.tg_execution__recording_ended()',
    'private.tg_visual_chunk__count()',
    'private.tg_visual_chunks__told()',
    'private.tg_user__deleted()',
    'private.tg_execution__counts()',
    'private.tg_executions__uncount()',
    'private.tg_executions__record_purge()',
    'private.tg_recording__record_purge()',
    'private.tg_executions__forget_events()',
    'private.tg_retention_policy__requested()',
    'private.tg_settings__requested()',
    'private.tg_execution__allowed()',
    'private.tg_executions__stored()',
    'private.tg_recording__stored()',
    'private.tg_visual_chunk__quota()',
    'private.tg_quota__account_quotas()',
    'private.tg_quota__spread()',
    'private.tg_quota__measured()',
    'private.fold_rollups(integer)',
    'private.verify_rollups()',
    'private.rebuild_rollups()',
    'private.verify_recordings(uuid)',
    'private.expire_idempotency_keys(integer)',
    'private.maintain(numeric)',
    'private.health()'
  ],
  'security definer functions'
);
select is_empty(
  $$
    select p.oid::regprocedure::text
    from pg_catalog.pg_proc as p
    where p.pronamespace = 'public'::regnamespace and p.prosecdef
  $$,
  'none of them is exposed'
);
select set_eq(
  $$
    select c.oid::regclass::text
    from pg_catalog.pg_class as c
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
      and c.relkind in ('v', 'm')
      and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
  $$,
  array['private.visible_executions', 'private.visible_recordings'],
  'views that read with their owner''s rights'
);

select * from finish();
rollback;
