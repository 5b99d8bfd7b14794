-- What the runner reported as its error stays, below what the database says, cut where both would
-- not fit into 64 KiB.
begin;
create extension if not exists pgtap with schema extensions;
select plan(5);

create temp table run as
select
  r.name, r.error,
  tests.create_execution(tests.create_user(), tests.create_workflow(null), jsonb_build_object(
    'created_at', now() - interval '1 hour', 'timeout_seconds', 1, 'error', r.error
  )) as execution_id
from (
  values
    ('a short error', 'The page is slow'),
    ('one that just fits', repeat('x', 64999)),
    ('the longest', repeat('x', 65536)),
    ('the longest of wide characters', repeat('🐢', 16384)),
    ('none', null)
) as r (name, error);
select private.reap_executions();
select ok(
  e.error like 'The run took longer than its limit of 1 seconds. Last sign of life: %Z.'
    || case when r.error is null then '' else E'\n' || left(r.error, 16000) || '%' end
    and octet_length(e.error) <= 65536
    and (octet_length(r.error) > 65000 or r.error is null or e.error like '%.' || E'\n' || r.error),
  r.name
)
from run as r
join public.workflow_executions as e using (execution_id);

select * from finish();
rollback;
