-- Policies: one per table, verb and role, each permissive, for one verb, to authenticated, and
-- named as the sentence that holds.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

select set_eq(
  $$
    select p.tablename || ': ' || lower(p.cmd) || ' to ' || array_to_string(p.roles, ', ')
    from pg_catalog.pg_policies as p
    where p.schemaname in ('public', 'private') and p.permissive = 'PERMISSIVE'
  $$,
  array[
    'workflows: select to authenticated',
    'workflows: insert to authenticated',
    'workflows: update to authenticated',
    'workflow_settings: select to authenticated',
    'workflow_settings: insert to authenticated',
    'workflow_settings: update to authenticated',
    'workflow_executions: select to authenticated',
    'workflow_executions: insert to authenticated',
    'workflow_executions: update to authenticated',
    'workflow_executions: delete to authenticated',
    'retention_policies: select to authenticated',
    'retention_policies: insert to authenticated',
    'retention_policies: update to authenticated',
    'retention_policies: delete to authenticated',
    'purges: select to authenticated',
    'execution_events: select to authenticated',
    'execution_events: insert to authenticated',
    'visual_recordings: select to authenticated',
    'visual_chunks: select to authenticated',
    'visual_chunks: insert to authenticated',
    'visual_tabs: select to authenticated',
    'settings: select to authenticated',
    'execution_days: select to authenticated',
    'execution_totals: select to authenticated',
    'execution_durations: select to authenticated',
    'execution_deltas: select to authenticated',
    'quotas: select to authenticated',
    'quota_counters: select to authenticated',
    'visual_rates: select to authenticated',
    'stored_deltas: select to authenticated'
  ],
  'the policies there are'
);
select is_empty(
  $$
    select p.tablename::text, p.cmd
    from pg_catalog.pg_policies as p
    where p.schemaname in ('public', 'private')
    group by p.schemaname, p.tablename, p.cmd
    having count(*) > 1
  $$,
  'never two for the same verb: their conditions would all be evaluated'
);
select is_empty(
  $$
    select p.policyname::text
    from pg_catalog.pg_policies as p
    where p.schemaname in ('public', 'private')
      and p.policyname !~ '^(users|everyone signed in) (read|reads|create|update|change|append|delete) '
  $$,
  'their names are sentences'
);

select * from finish();
rollback;
