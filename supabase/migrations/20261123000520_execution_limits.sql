-- How large what an execution carries may be: triggers and not check constraints, because a
-- constraint cannot name the field, the limit and the size.

create function private.tg_execution__inputs_limit()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if octet_length(new.inputs::text) > 262144 then
    perform private.refuse_larger_than('inputs', 262144, new.inputs::text);
  end if;
  return new;
end
$$;
comment on function private.tg_execution__inputs_limit() is
  'Refuses inputs over 256 KiB: 413 payload_too_large.';
revoke all on function private.tg_execution__inputs_limit() from public;

create trigger _400_inputs_limit
  before insert or update of inputs on public.workflow_executions
  for each row execute function private.tg_execution__inputs_limit();

create function private.tg_execution__report_limits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if octet_length(new.result::text) > 1048576
    or octet_length(new.error) > 65536
    or octet_length(new.logs::text) > 1048576 then
    perform private.refuse_larger_than('result', 1048576, new.result::text);
    perform private.refuse_larger_than('error', 65536, new.error);
    perform private.refuse_larger_than('logs', 1048576, new.logs::text);
  end if;
  if jsonb_typeof(new.logs) = 'array' and jsonb_array_length(new.logs) > 10000 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('logs has %s entries; the limit is 10000.', jsonb_array_length(new.logs)),
      'Report lines while the run lasts with append_logs, or keep the log in your own storage.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__report_limits() is
  'Refuses reports over their limits with 413 payload_too_large: result and logs 1 MiB, logs 10 '
  '000 entries, error 64 KiB.';
revoke all on function private.tg_execution__report_limits() from public;

create trigger _410_report_limits
  before insert or update of result, error, logs on public.workflow_executions
  for each row when (num_nonnulls(new.result, new.error, new.logs) > 0)
  execute function private.tg_execution__report_limits();

create function private.tg_execution__label_limits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse_larger_than('metadata', 16384, new.metadata::text);
  if cardinality(new.tags) > 32 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('tags has %s entries; the limit is 32.', cardinality(new.tags)),
      'Use fewer tags, or metadata for values.'
    );
  elsif array_ndims(new.tags) > 1 then
    perform private.refuse(
      400, 'invalid_parameter', 'tags is a list of texts, not of lists.', 'Flatten the list.'
    );
  elsif exists (
    select 1 from unnest(new.tags) as t (tag)
    where t.tag is null or char_length(t.tag) not between 1 and 64
  ) then
    perform private.refuse(
      400, 'invalid_parameter', 'tags: each tag has 1 to 64 characters.', 'Shorten the tag.'
    );
  end if;
  return new;
end
$$;
comment on function private.tg_execution__label_limits() is
  'Refuses metadata over 16 KiB and more than 32 tags (413 payload_too_large), and tags that are '
  'empty, longer than 64 characters or lists (400 invalid_parameter).';
revoke all on function private.tg_execution__label_limits() from public;

create trigger _420_label_limits_insert
  before insert on public.workflow_executions
  for each row when (new.tags <> '{}' or new.metadata <> '{}')
  execute function private.tg_execution__label_limits();
create trigger _420_label_limits_update
  before update of tags, metadata on public.workflow_executions
  for each row
  when (new.tags is distinct from old.tags or new.metadata is distinct from old.metadata)
  execute function private.tg_execution__label_limits();
