-- A call deletes at most batch_size, the oldest first, and says what remains and where to go on.
begin;
create extension if not exists pgtap with schema extensions;
select plan(6);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create function pg_temp.left_over() returns text language sql as $$
  select string_agg(e.tags[1], ', ' order by e.tags[1])
  from public.workflow_executions as e
  join fixture as f on f.owner = e.user_id
$$;
select tests.create_run(
  f.owner, f.workflow, 'completed', n.n,
  jsonb_build_object('tags', jsonb_build_array(n.n), 'held', n.n = 7)
)
from fixture as f
cross join generate_series(1, 7) as n (n);
select tests.act_as(f.owner) from fixture as f;
create temp table first as
select d.* from public.delete_executions(delete_all => true, batch_size => 3) as d;
select is(
  (
    select concat_ws(
      ' ', f.deleted_executions, f.remaining_executions, f.remaining_is_exact, f.skipped_held,
      cardinality(f.skipped_execution_ids), f.done
    )
    from first as f
  ),
  '3 3 t 1 1 f', 'the first'
);
select is(pg_temp.left_over(), '1, 2, 3, 7', 'the oldest that are not held');
create temp table second as
select d.*
from first as f
cross join lateral public.delete_executions(
  delete_all => true, batch_size => 3, cursor => f.next_cursor
) as d;
select is(
  (
    select concat_ws(' ', s.deleted_executions, s.remaining_executions, s.done, s.next_cursor)
    from second as s
  ),
  '3 0 t', 'the second'
);
select is(pg_temp.left_over(), '7', 'what is held stays');
select is(
  (
    select concat_ws(' ', d.deleted_executions, d.remaining_executions, d.done)
    from public.delete_executions(delete_all => true) as d
  ),
  '0 0 t', 'a third finds nothing'
);
select throws_ok(
  $$ select public.delete_executions(delete_all => true, cursor => 'x') $$, 'PT400',
  'invalid_cursor', 'a cursor that is none'
);

select * from finish();
rollback;
