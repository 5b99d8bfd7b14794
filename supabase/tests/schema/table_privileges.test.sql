-- On tables, views and sequences each API role has exactly these privileges.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

prepare granted as
  select c.oid::regclass::text || ': ' || a.grantee::regrole || ' ' || lower(a.privilege_type)
  from pg_catalog.pg_class as c
  cross join lateral aclexplode(c.relacl) as a
  where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    and c.relkind <> 'c'
    and a.grantee <> c.relowner;
prepare expected as
  select e.name || ': ' || e.grantee || ' ' || p.privilege
  from (
    values
      ('workflows', 'authenticated', 'select'),
      ('workflows', 'service_role', 'select insert update'),
      ('workflow_settings', 'authenticated', 'select insert update'),
      ('workflow_settings', 'service_role', 'select insert update delete'),
      ('workflow_executions', 'authenticated', 'select delete'),
      ('workflow_executions', 'service_role', 'select insert update delete'),
      ('execution_events', 'authenticated', 'select'),
      ('execution_events', 'service_role', 'select insert delete'),
      ('retention_policies', 'authenticated', 'select delete'),
      ('retention_policies', 'service_role', 'select insert update delete'),
      ('purges', 'authenticated', 'select'),
      ('purges', 'service_role', 'select'),
      ('visual_recordings', 'authenticated', 'select'),
      ('visual_recordings', 'service_role', 'select'),
      ('visual_chunks', 'authenticated', 'select'),
      ('visual_chunks', 'service_role', 'select insert'),
      ('private.visual_tabs', 'authenticated', 'select'),
      ('private.visual_tabs', 'service_role', 'select'),
      ('private.settings', 'authenticated', 'select'),
      ('private.settings', 'service_role', 'select update'),
      ('private.visible_executions', 'authenticated', 'select'),
      ('private.visible_recordings', 'authenticated', 'select'),
      ('private.finished_executions', 'authenticated', 'select'),
      ('private.finished_executions', 'service_role', 'select'),
      ('private.execution_days', 'authenticated', 'select'),
      ('private.execution_days', 'service_role', 'select'),
      ('private.execution_totals', 'authenticated', 'select'),
      ('private.execution_totals', 'service_role', 'select'),
      ('private.execution_durations', 'authenticated', 'select'),
      ('private.execution_durations', 'service_role', 'select'),
      ('private.execution_deltas', 'authenticated', 'select'),
      ('private.execution_deltas', 'service_role', 'select'),
      ('private.quotas', 'authenticated', 'select'),
      ('private.quotas', 'service_role', 'select insert update delete'),
      ('private.quota_counters', 'authenticated', 'select'),
      ('private.quota_counters', 'service_role', 'select'),
      ('private.visual_rates', 'authenticated', 'select'),
      ('private.visual_rates', 'service_role', 'select'),
      ('private.stored_deltas', 'authenticated', 'select'),
      ('private.stored_deltas', 'service_role', 'select')
  ) as e (name, grantee, privileges)
  cross join lateral string_to_table(e.privileges, ' ') as p (privilege);
select bag_eq('granted', 'expected', 'privileges on whole tables');
select is_empty(
  $$
    select c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type
    from pg_catalog.pg_class as c
    cross join lateral aclexplode(c.relacl) as a
    where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and a.is_grantable
      and a.grantee <> c.relowner
  $$,
  'nobody may pass a privilege on'
);

select * from finish();
rollback;
