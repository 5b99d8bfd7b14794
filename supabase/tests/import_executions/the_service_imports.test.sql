-- Only the service imports: a user is refused as such, nobody signed in as always; 1 to 500 rows.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select tests.act_as(tests.create_user());
select throws_ok(
  'select public.import_executions(''[{}]'')', 'PT403', 'service_required', 'a user'
);
select tests.act_as_owner();
select tests.act_as(tests.create_user(is_anonymous => true));
select throws_ok(
  'select public.import_executions(''[{}]'')', 'PT403', 'service_required', 'an anonymous sign-in'
);
select tests.act_as_owner();
select tests.act_as_anonymous();
select throws_ok('select public.import_executions(''[{}]'')', '42501', null, 'nobody signed in');
select tests.act_as_owner();
select tests.act_as_service();
select throws_ok(
  format('select public.import_executions(%L)', r.rows), r.sqlstate, r.code, r.kind
)
from (
  values
    ('PT400', 'invalid_parameter', '[]'::jsonb, 'no rows'),
    ('PT400', 'invalid_parameter', '{}', 'no list'),
    ('PT413', 'payload_too_large', (select jsonb_agg(n) from generate_series(1, 501) as n),
      'too many rows')
) as r (sqlstate, code, rows, kind);
select is(
  (select (i.results[1]).status from public.import_executions('[1]') as i), 400,
  'what is no row is refused by itself'
);

select * from finish();
rollback;
