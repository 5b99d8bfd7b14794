-- Neither users nor the service write counts, nor run what keeps them.
begin;
create extension if not exists pgtap with schema extensions;
select plan(56);

create temp table statements (statement) as
select format(s.form, t.name)
from (
  values ('execution_days'), ('execution_totals'), ('execution_durations'), ('execution_deltas')
) as t (name)
cross join (
  values
    ('insert into private.%I (owner_key) values (gen_random_uuid())'),
    ('update private.%I set purged = true'), ('delete from private.%I'), ('truncate private.%I')
) as s (form)
union all
values
  ('select private.fold_rollups()'), ('select private.rebuild_rollups()'),
  ('select private.verify_rollups()'), ('select private.lock_rollups()'),
  ('select private.take_deltas(1)'), ('select private.add_counts(null)'),
  ('select private.refresh_extremes()'), ('select private.rebuild_counts_of(gen_random_uuid())'),
  ('select private.compare_days()'), ('select private.compare_totals()'),
  ('select private.compare_durations()'), ('select private.compare_extremes()');
grant select on statements to public;

select tests.act_as(tests.create_user());
select throws_ok(s.statement, '42501', null, 'a user: ' || s.statement) from statements as s;
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(s.statement, '42501', null, 'the service: ' || s.statement) from statements as s;

select * from finish();
rollback;
