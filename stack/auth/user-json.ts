/** A user as the Auth server answers it. */
export interface AuthUser {
  id: string;
  aud: string;
  role: string;
  email: string;
  phone: string;
  app_metadata: Record<string, unknown>;
  user_metadata: Record<string, unknown>;
  is_anonymous: boolean;
}

/** An SQL expression that gives the row `u` of auth.users this form, as text. */
export const USER_JSON = `json_strip_nulls(json_build_object(
  'id', u.id,
  'aud', u.aud,
  'role', u.role,
  'email', coalesce(u.email, ''),
  'phone', coalesce(u.phone, ''),
  'email_confirmed_at', u.email_confirmed_at,
  'confirmed_at', u.confirmed_at,
  'last_sign_in_at', u.last_sign_in_at,
  'banned_until', u.banned_until,
  'app_metadata', coalesce(u.raw_app_meta_data, '{}'),
  'user_metadata', coalesce(u.raw_user_meta_data, '{}'),
  'identities', (
    select coalesce(json_agg(json_build_object(
      'identity_id', i.id,
      'id', i.provider_id,
      'user_id', i.user_id,
      'identity_data', i.identity_data,
      'provider', i.provider,
      'last_sign_in_at', i.last_sign_in_at,
      'created_at', i.created_at,
      'updated_at', i.updated_at,
      'email', i.email
    )), '[]')
    from auth.identities as i where i.user_id = u.id
  ),
  'created_at', u.created_at,
  'updated_at', u.updated_at,
  'is_anonymous', u.is_anonymous
))::text`;
