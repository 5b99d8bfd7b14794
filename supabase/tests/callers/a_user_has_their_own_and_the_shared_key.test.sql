-- A signed-in user may see their own executions and shared ones, also when they name themselves.
begin;
create extension if not exists pgtap with schema extensions;
select plan(3);

create temp table fixture as select tests.create_user() as owner;
grant select on fixture to public;
select tests.act_as(f.owner) from fixture as f;

select is(
  private.owner_keys(null),
  (select array[f.owner, '00000000-0000-0000-0000-000000000000'] from fixture as f),
  'without user_id: their own key and the zero UUID'
);
select is(
  private.owner_keys((select f.owner from fixture as f)),
  private.owner_keys(null),
  'naming themselves changes nothing'
);
select is(
  (select h.filters ->> 'user_id' from public.execution_history() as h),
  (select f.owner::text from fixture as f),
  'the history says whose it is'
);

select * from finish();
rollback;
