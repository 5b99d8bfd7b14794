-- Every foreign key has an index led by its columns, so that deleting what it names scans
-- nothing.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

prepare unindexed as
  select k.conrelid::regclass || ': ' || k.conname
  from pg_catalog.pg_constraint as k
  where k.contype = 'f'
    and k.connamespace in ('public'::regnamespace, 'private'::regnamespace)
    and not exists (
      select 1
      from pg_catalog.pg_index as i
      where i.indrelid = k.conrelid
        and i.indpred is null
        and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
    );
select is_empty('unindexed', 'no foreign key without an index');
alter table private.settings add workflow_id uuid
  constraint a_bad_one references public.workflows (workflow_id);
select set_eq('unindexed', array['private.settings: a_bad_one'], 'one without would be found');

select * from finish();
rollback;
