-- metadata holds 16 KiB; there are at most 32 tags of 1 to 64 characters; on insert, on update
-- and once final.
begin;
create extension if not exists pgtap with schema extensions;
select plan(14);

select set_config('t.owner', tests.create_user()::text, true);
select set_config('t.workflow', tests.create_workflow(null)::text, true);
create temporary table cases on commit drop as
select *
from (
  values
    (
      'PT413', 'payload_too_large', 'metadata of a byte more',
      jsonb_build_object('metadata', jsonb_build_object('a', repeat('x', 16385 - 9)))
    ),
    (
      'PT413', 'payload_too_large', '33 tags',
      jsonb_build_object('tags', array_fill('t'::text, array[33]))
    ),
    (
      'PT400', 'invalid_parameter', 'a tag of 65 characters',
      jsonb_build_object('tags', array['fine', repeat('é', 65)])
    ),
    ('PT400', 'invalid_parameter', 'an empty tag', '{"tags": ["fine", ""]}'),
    ('PT400', 'invalid_parameter', 'a tag that is null', '{"tags": ["fine", null]}'),
    ('PT400', 'invalid_parameter', 'tags that are lists', '{"tags": [["a", "b"], ["c", "d"]]}')
) as c (code, slug, description, columns);
select throws_ok(
  format(
    'select tests.create_execution(%L, %L, %L)', current_setting('t.owner'),
    current_setting('t.workflow'), c.columns
  ),
  c.code, c.slug, c.description
)
from cases as c;
select set_config(
  't.limits',
  jsonb_build_object(
    'metadata', jsonb_build_object('a', repeat('x', 16384 - 9)),
    'tags', array_fill(repeat('é', 64), array[32]), 'status', 'failed'
  )::text,
  true
);
select lives_ok(
  $$
    select tests.create_execution(
      current_setting('t.owner')::uuid, current_setting('t.workflow')::uuid,
      current_setting('t.limits')::jsonb
    )
  $$,
  '16 KiB and 32 tags of 64 characters of any kind are stored'
);
grant select on cases to authenticated;
select tests.act_as(current_setting('t.owner')::uuid);
select throws_ok(
  format(
    'update public.workflow_executions as e '
    'set metadata = coalesce(r.metadata, e.metadata), tags = coalesce(r.tags, e.tags) '
    'from jsonb_populate_record(null::public.workflow_executions, %L) as r',
    c.columns
  ),
  c.code, c.slug, c.description || ', by the owner''s update of a final run'
)
from cases as c;
select lives_ok(
  'update public.workflow_executions set tags = ''{}'', metadata = ''{}''', 'labels are taken away'
);

select * from finish();
rollback;
