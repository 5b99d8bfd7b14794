-- Days are 1 to 36500, and 0 to 1000 last runs are kept; by the installation's settings too.
begin;
create extension if not exists pgtap with schema extensions;
select plan(29);

create temp table fixture as
select u.owner, u.stranger, tests.create_workflow(u.owner, 'mine') as workflow
from (select tests.create_user() as owner, tests.create_user() as stranger) as u;
grant select on fixture to public;
create temp table cases as
select c.name, c.least, c.most
from (
  values
    ('completed_days', 1, 36500), ('failed_days', 1, 36500), ('cancelled_days', 1, 36500),
    ('payload_days', 1, 36500), ('visual_days', 1, 36500), ('keep_last_failures', 0, 1000),
    ('keep_last_successes', 0, 1000)
) as c (name, least, most);
select throws_ok(
  format(
    'insert into public.retention_policies (user_id, %I) select owner, %s from fixture', c.name, v.n
  ),
  '23514', null, c.name || ' = ' || v.n
)
from cases as c
cross join lateral (values (c.least - 1), (c.most + 1)) as v (n);
select throws_ok(
  format('update private.settings set retention_%s = %s', c.name, v.n), '23514', null,
  'retention_' || c.name || ' = ' || v.n
)
from cases as c
cross join lateral (values (c.least - 1), (c.most + 1)) as v (n);
select lives_ok(
  format(
    'insert into public.retention_policies (user_id, %s) select owner, %s from fixture',
    (select string_agg(c.name, ', ' order by c.name) from cases as c),
    (select string_agg(c.most::text, ', ' order by c.name) from cases as c)
  ),
  'the greatest of each'
);

select * from finish();
rollback;
