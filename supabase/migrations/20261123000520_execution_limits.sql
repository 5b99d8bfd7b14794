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

create function private.refuse_wrong_tags(
  tags text[]
)
returns void
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  if cardinality(refuse_wrong_tags.tags) > 32 then
    perform private.refuse(
      413,
      'payload_too_large',
      format('tags has %s entries; the limit is 32.', cardinality(refuse_wrong_tags.tags)),
      'Use fewer tags, or metadata for values.'
    );
  elsif array_ndims(refuse_wrong_tags.tags) > 1 then
    perform private.refuse(
      400, 'invalid_parameter', 'tags is a list of texts, not of lists.', 'Flatten the list.'
    );
  elsif exists (
    select 1 from unnest(refuse_wrong_tags.tags) as t (tag)
    where t.tag is null or char_length(t.tag) not between 1 and 64
  ) then
    perform private.refuse(
      400, 'invalid_parameter', 'tags: each tag has 1 to 64 characters.', 'Shorten the tag.'
    );
  end if;
end
$$;
comment on function private.refuse_wrong_tags(text[]) is
  'Refuses more than 32 tags (413 payload_too_large), and tags that are empty, longer than 64 '
  'characters or lists (400 invalid_parameter).';
revoke all on function private.refuse_wrong_tags(text[]) from public;
grant execute on function private.refuse_wrong_tags(text[]) to authenticated, service_role;

create function private.tg_execution__limits()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if num_nonnulls(new.result, new.error, new.logs) > 0 then
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
  end if;
  -- Labels that stay as they are are not measured again. (On insert all of old is null.)
  if new.metadata is distinct from coalesce(old.metadata, '{}') then
    perform private.refuse_larger_than('metadata', 16384, new.metadata::text);
  end if;
  if new.tags is distinct from coalesce(old.tags, '{}') then
    perform private.refuse_wrong_tags(new.tags);
  end if;
  return new;
end
$$;
comment on function private.tg_execution__limits() is
  'Refuses reports and labels over their limits with 413 payload_too_large: result and logs 1 MiB, '
  'logs 10 000 entries, error 64 KiB, metadata 16 KiB; and what refuse_wrong_tags() refuses.';
revoke all on function private.tg_execution__limits() from public;

-- One trigger for reports and labels, because each call costs; not for inputs, which no report
-- changes and which may be large.
create trigger _410_limits
  before insert or update of result, error, logs, metadata, tags on public.workflow_executions
  for each row execute function private.tg_execution__limits();
