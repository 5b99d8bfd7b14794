-- What a create asks for is always what is set: by the function or in the table, for an account or
-- for workflows, as a default or not. Nobody else may read or write it.
begin;
create extension if not exists pgtap with schema extensions;
select plan(17);

create temp table fixture as
select
  tests.create_user() as owner, tests.create_user() as other,
  '00000000-0000-0000-0000-000000000000'::uuid as none;
alter table fixture add column workflow uuid;
update fixture as f set workflow = tests.create_workflow(f.owner);
grant select on fixture to public;
-- As account or workflow, then the four quotas.
create function pg_temp.levels(owner_key uuid) returns text[] language sql as $$
  select array(
    select concat_ws(
      ' ',
      case l.workflow_id when f.none then 'account' when f.workflow then 'workflow' end,
      coalesce(l.executions_per_minute::text, '-'), coalesce(l.executions_per_day::text, '-'),
      coalesce(l.running_executions::text, '-'), coalesce(l.stored_bytes::text, '-')
    )
    from unnest(a.levels) as l cross join fixture as f
  )
  from private.account_quotas as a where a.owner_key = levels.owner_key
$$;
create function pg_temp.set(name text, most bigint, workflow uuid default null) returns void
language sql as $$
  insert into private.quotas (user_id, workflow_id, name, most)
  select f.owner, set.workflow, set.name, set.most from fixture as f
$$;
create function pg_temp.is_now(levels text[], what text) returns text language sql as $$
  select is(pg_temp.levels(f.owner), is_now.levels, what) from fixture as f
$$;

select pg_temp.is_now(null, 'nothing is set');
select pg_temp.set('executions_per_minute', 60);
select pg_temp.is_now('{account 60 - - -}', 'one quota');
select pg_temp.set('stored_bytes', 0), pg_temp.set('running_executions', 5),
  pg_temp.set('executions_per_day', 900), pg_temp.set('visual_events_per_second', 7);
select pg_temp.is_now('{account 60 900 5 0}', 'all of them, but for what creates do not ask');
select pg_temp.set('executions_per_day', 8, f.workflow) from fixture as f;
select pg_temp.is_now(
  '{account 60 900 5 0,workflow - 8 - -}', 'of a workflow besides, after those of the account'
);
update private.quotas as q set most = case q.name when 'stored_bytes' then null else 3 end
from fixture as f where q.user_id = f.owner and q.workflow_id is null;
select pg_temp.is_now('{account 3 3 3 -,workflow - 8 - -}', 'changed; null is none');
delete from public.workflows as w using fixture as f where w.workflow_id = f.workflow;
select pg_temp.is_now('{account 3 3 3 -}', 'a workflow that is gone takes its quotas along');
update private.quotas as q set user_id = f.other
from fixture as f where q.user_id = f.owner and q.name = 'executions_per_day';
select pg_temp.is_now('{account 3 - 3 -}', 'given to another account');
select is(pg_temp.levels(f.other), '{account - 3 - -}', 'which has it now') from fixture as f;
delete from private.quotas as q using fixture as f
where q.user_id = f.owner and q.name <> 'visual_events_per_second';
select pg_temp.is_now(null, 'none is left that a create asks for');

select tests.act_as_service();
select public.set_quotas('{"executions_per_minute": 4}', user_id => f.owner) from fixture as f;
select tests.act_as_owner();
select pg_temp.is_now('{account 4 - - -}', 'set by the function');
select tests.act_as_service();
select public.set_quotas('{"running_executions": 2}', user_id => f.owner) from fixture as f;
select tests.act_as_owner();
select pg_temp.is_now('{account - - 2 -}', 'and what it leaves out removed');

insert into private.quotas (name, most) values ('visual_events_per_second', 9);
select is(pg_temp.levels(f.none), null, 'a default that no create asks for') from fixture as f;
insert into private.quotas (name, most) values ('executions_per_day', 9);
select is(pg_temp.levels(f.none), '{}', 'a default makes creates ask what is in force')
from fixture as f;
delete from private.quotas as q where q.user_id is null;
select is(pg_temp.levels(f.none), null, 'none any more') from fixture as f;

prepare reads as select a.levels from private.account_quotas as a;
select tests.act_as(f.owner) from fixture as f;
select throws_ok('reads', '42501', null, 'nobody reads it: its owner');
select tests.act_as_anonymous();
select throws_ok('reads', '42501', null, 'anonymous');
select tests.act_as_service();
select throws_ok('reads', '42501', null, 'the service');
select tests.act_as_owner();

select * from finish();
rollback;
