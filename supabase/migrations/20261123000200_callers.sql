-- Who asks. A user is the role authenticated with a user id in the JWT; everyone else who may call
-- our functions is the service (secret key, or SQL as the database's owner), which acts for a user
-- by id.
--
-- Rows are found by owner_key: the user's id, or the zero UUID for what is shared with every
-- signed-in user. One column with equality conditions keeps policies and ordered index scans in
-- agreement; the rule written as "user_id = me or user_id is null" made the planner sort a user's
-- whole history (3.3 s at 10 million rows against 0.3 ms).

-- A function that runs with its owner's rights names pg_temp, last. Unnamed it comes first for the
-- names of types: whoever calls from SQL could put a type of their own in the place of uuid, whose
-- check would then run as the owner.

-- In PL/pgSQL, as all helpers that PL/pgSQL calls: a SQL function that pins its search path is not
-- inlined, and is planned again in every transaction (0.1 ms for the smallest).
create function private.caller_is_user()
returns boolean
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return current_user = 'authenticated';
end
$$;
comment on function private.caller_is_user() is
  'True for a signed-in user, false for the service. The anonymous role cannot get this far.';
revoke all on function private.caller_is_user() from public;
grant execute on function private.caller_is_user() to authenticated, service_role;

create function private.is_anonymous_user(
  user_id uuid
)
returns boolean
language sql
stable
-- definer because: auth.users is closed to service_role, and a list shown to the service for a user
-- must hide what an anonymous sign-in cannot see. Only the service may call it.
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(u.is_anonymous, false)
  from auth.users as u
  where u.id = is_anonymous_user.user_id
$$;
comment on function private.is_anonymous_user(uuid) is
  'Whether the user signed in anonymously; null when there is no such user.';
revoke all on function private.is_anonymous_user(uuid) from public;
grant execute on function private.is_anonymous_user(uuid) to service_role;

create function private.shared_key()
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return case
    when (auth.jwt() ->> 'is_anonymous')::boolean is not true
      then '00000000-0000-0000-0000-000000000000'::uuid
  end;
end
$$;
comment on function private.shared_key() is
  'The owner key of shared rows, which every signed-in user may see; null for an anonymous '
  'sign-in, who may not. Policies ask for it once per statement: (select private.shared_key()).';
revoke all on function private.shared_key() from public;
grant execute on function private.shared_key() to authenticated, service_role;

create function private.owner_keys(
  user_id uuid
)
returns uuid[]
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_user_id uuid := case when private.caller_is_user() then auth.uid() end;
  v_is_anonymous boolean;
  v_shared_key uuid := private.shared_key();
begin
  if private.caller_is_user() then
    if v_user_id is null then
      perform private.refuse(
        401,
        'authentication_required',
        'The token names no user.',
        'Sign in and send the user''s JWT.'
      );
    elsif owner_keys.user_id <> v_user_id then
      perform private.refuse(
        400,
        'user_id_not_allowed',
        'user_id names another user; a signed-in user sees their own executions only.',
        'Leave user_id out.'
      );
    end if;
  else
    v_user_id := owner_keys.user_id;
    if v_user_id is null then
      perform private.refuse(
        400,
        'user_id_required',
        'The service must say for whom it asks.',
        'Send user_id; the answer is what that user would see.'
      );
    end if;
    v_is_anonymous := private.is_anonymous_user(v_user_id);
    if v_is_anonymous is null then
      perform private.refuse(
        404, 'user_not_found', format('There is no user %s.', v_user_id), 'Check user_id.'
      );
    elsif v_is_anonymous then
      v_shared_key := null;
    end if;
  end if;
  return array[v_user_id, v_shared_key];
end
$$;
comment on function private.owner_keys(uuid) is
  'The two owner keys whose rows the caller (or the user the service asks for) may see: their '
  'own, and the zero UUID of shared rows, null for an anonymous sign-in. Raises user_id_required, '
  'user_id_not_allowed, user_not_found, authentication_required.';
revoke all on function private.owner_keys(uuid) from public;
grant execute on function private.owner_keys(uuid) to authenticated, service_role;

create function private.refuse_unknown_user(
  user_id uuid
)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform private.refuse(
    404,
    'user_not_found',
    format('There is no user %s.', refuse_unknown_user.user_id),
    'Check the user id; a deleted user owns nothing new, even with a token that has not expired.'
  );
end
$$;
comment on function private.refuse_unknown_user(uuid) is
  'Raises 404 user_not_found for a user who would own something new.';
revoke all on function private.refuse_unknown_user(uuid) from public;

create function private.tg_owned_row__known_user()
returns trigger
language plpgsql
volatile
-- definer because: auth.users is closed to the API roles. Tells a caller nothing but that a user id
-- they already act for is gone.
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid;
begin
  if tg_table_name = 'workflows' then
    v_user_id := new.owner_id;
  else
    v_user_id := new.user_id;
  end if;
  if not exists (select 1 from auth.users as u where u.id = v_user_id) then
    perform private.refuse_unknown_user(v_user_id);
  end if;
  return new;
end
$$;
comment on function private.tg_owned_row__known_user() is
  'Refuses a row of a user who does not exist: 404 user_not_found.';
revoke all on function private.tg_owned_row__known_user() from public;
