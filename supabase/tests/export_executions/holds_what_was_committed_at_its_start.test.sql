-- An export shows a row when the transaction that inserted it had been committed when the export
-- began, whatever has been changed since; a row from another server by when it was loaded.
begin;
create extension if not exists pgtap with schema extensions;
select plan(15);

-- Transactions 90, 95 and those from 100 on were not committed at the start.
select is(private.was_there(c.inserted_in::xid8, c.xmin::xid, '90:100:90,95'), c.was_there, c.kind)
from (
  values
    ('before all that went on', '50', '50', true),
    ('before, and changed since', '50', '200', true),
    ('committed while others went on', '92', '92', true),
    ('the same, and changed since', '92', '200', true),
    ('went on at the start', '90', '90', false),
    ('went on at the start, in a subtransaction', '90', '91', false),
    ('went on at the start, and changed since', '95', '200', false),
    ('after the start', '100', '100', false),
    ('after the start, and changed', '101', '200', false)
) as c (kind, inserted_in, xmin, was_there);
select is(
  private.was_there(c.inserted_in::xid8, c.xmin::xid, c.start::pg_snapshot), c.was_there, c.kind
)
from (
  values
    ('from another server, loaded before', '101', '50', '90:100:90,95', true),
    ('from another server, a number yet to come', '900000000000000000', '200', '90:100:', true)
) as c (kind, inserted_in, xmin, start, was_there);
select is(
  private.was_there('101', '4294967290', '90:100:'), true,
  'the 32 bits of xmin are read as those of the past'
);

create temp table fixture as
select u.owner, tests.create_workflow(u.owner) as workflow
from (select tests.create_user() as owner) as u;
grant select on fixture to public;
select tests.create_execution(f.owner, f.workflow) from fixture as f, generate_series(1, 3);
select is(
  (select count(distinct e.inserted_in::text) from public.workflow_executions as e, fixture as f
    where e.user_id = f.owner and e.inserted_in = pg_current_xact_id()),
  1::bigint, 'the database keeps it'
);
select tests.act_as_service();
select throws_ok(
  'update public.workflow_executions set inserted_in = ''1''', 'PT409',
  'execution_identity_is_fixed', 'nobody changes it'
);
insert into public.workflow_executions (workflow_id, user_id, inserted_in, metadata)
select f.workflow, f.owner, '1', '{"lied": true}' from fixture as f;
select is(
  (select e.inserted_in from public.workflow_executions as e where e.metadata @> '{"lied": true}'),
  pg_current_xact_id(), 'nor says otherwise'
);

select * from finish();
rollback;
