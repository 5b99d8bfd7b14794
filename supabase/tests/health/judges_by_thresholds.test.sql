-- A value is ok up to its first threshold, critical above its second, a warning between them; what
-- is not known is a warning.
begin;
create extension if not exists pgtap with schema extensions;
select plan(7);

select is(
  (private.health_check('a', c.value, c.warn_above, c.critical_above, 'do this')).status,
  c.status,
  coalesce(c.value::text, 'unknown') || ' of ' || c.warn_above || ' and '
    || coalesce(c.critical_above::text, 'none')
)
from (
  values
    (0, 5, 9, 'ok'), (5, 5, 9, 'ok'), (5.1, 5, 9, 'warn'), (9, 5, 9, 'warn'), (9.1, 5, 9, 'critical'),
    (1000, 5, null, 'warn'), (null, 5, 9, 'warn')
) as c (value, warn_above, critical_above, status);

select * from finish();
rollback;
