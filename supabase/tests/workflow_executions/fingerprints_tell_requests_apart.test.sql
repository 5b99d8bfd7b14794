-- An idempotency key keeps a fingerprint of what was asked; without a key there is none.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

select set_config('t.public', tests.create_workflow(null)::text, true);
create function pg_temp.fingerprint(columns jsonb) returns bytea language plpgsql as $$
declare
  v_id uuid := tests.create_execution(
    tests.create_user(), current_setting('t.public')::uuid, columns
  );
begin
  return (
    select e.idempotency_fingerprint
    from public.workflow_executions as e
    where e.execution_id = v_id
  );
end
$$;
select is(pg_temp.fingerprint('{}'), null, 'none without a key');
select is(length(pg_temp.fingerprint('{"idempotency_key": "k"}')), 32, 'SHA-256 with one');
select is(
  pg_temp.fingerprint('{"idempotency_key": "k", "inputs": {"a": 1, "b": 2}, "tags": ["t"]}'),
  pg_temp.fingerprint('{"idempotency_key": "k", "inputs": {"b": 2, "a": 1}, "tags": ["t"]}'),
  'the same for the same content'
);
select is(
  pg_temp.fingerprint('{"idempotency_key": "k", "visual_streaming_enabled": true}'),
  pg_temp.fingerprint(
    '{"idempotency_key": "k", "visual_streaming_enabled": true, "visual_enabled": true,
      "visual_quality": "standard"}'
  ),
  'the same for a default that is asked for by name'
);
select isnt(
  pg_temp.fingerprint('{"idempotency_key": "k"}'),
  pg_temp.fingerprint('{"idempotency_key": "k"}' || c.columns),
  'another for other ' || c.columns::text
)
from unnest(array[
  '{"inputs": {"a": 1}}', '{"mode": "local-run"}', '{"visual_enabled": true}',
  '{"visual_streaming_enabled": true}', '{"visual_quality": "low"}', '{"session_id": "s"}',
  '{"metadata": {"a": 1}}', '{"tags": ["t"]}', '{"timeout_seconds": 1}'
]::jsonb[]) as c (columns);
select is(
  pg_temp.fingerprint('{"idempotency_key": "k", "idempotency_fingerprint": "\\x00"}'),
  pg_temp.fingerprint('{"idempotency_key": "k"}'),
  'nobody sets it'
);

select * from finish();
rollback;
