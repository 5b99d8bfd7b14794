import type postgres from "postgres";

/**
 * Makes a requested e-mail address the user's own at once: mails are not sent here, as on projects
 * with confirmations turned off. An anonymous user who gave an address becomes a permanent one.
 */
export async function adoptEmailChange(sql: postgres.Sql, userId: string): Promise<void> {
  await sql.unsafe(
    `
      with changed as (
        update auth.users as u
        set
          email = u.email_change,
          email_change = null,
          email_change_token_new = null,
          email_change_token_current = null,
          email_change_sent_at = null,
          email_confirmed_at = coalesce(u.email_confirmed_at, now()),
          is_anonymous = false,
          raw_app_meta_data = '{"provider": "email", "providers": ["email"]}'::jsonb
            || coalesce(u.raw_app_meta_data, '{}')
        where u.id = $1::uuid and u.email_change <> ''
        returning u.id, u.email
      )
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      select gen_random_uuid(), 'email', c.id::text, c.id,
        jsonb_build_object('sub', c.id, 'email', c.email, 'email_verified', true)
      from changed as c
      on conflict (provider_id, provider) do update
      set identity_data = auth.identities.identity_data || excluded.identity_data
    `,
    [userId],
  );
}
