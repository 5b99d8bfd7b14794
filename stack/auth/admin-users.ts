import type postgres from "postgres";
import { z } from "zod";
import { authError } from "./auth-error.ts";
import { readUser } from "./read-user.ts";
import { USER_JSON } from "./user-json.ts";

const metadata = z.record(z.string(), z.unknown());

const newUser = z.object({
  id: z.uuid().optional(),
  email: z.email().transform((email) => email.toLowerCase()).optional(),
  password: z.string().optional(),
  email_confirm: z.boolean().default(false),
  role: z.string().default("authenticated"),
  user_metadata: metadata.default({}),
  app_metadata: metadata.default({}),
});

/**
 * What `supabase.auth.admin` needs to create, show, list and delete users. The caller has been
 * checked to be the service.
 *
 * @param id From the path, null for the collection.
 */
export function handleAdminUsers(
  sql: postgres.Sql,
  req: Request,
  id: string | null,
): Promise<Response> {
  if (id === null && req.method === "POST") return createUser(sql, req);
  if (id === null && req.method === "GET") return listUsers(sql, new URL(req.url).searchParams);
  if (id !== null && req.method === "GET") return showUser(sql, id);
  if (id !== null && req.method === "DELETE") return deleteUser(sql, req, id);
  return Promise.resolve(
    authError(
      405,
      "method_not_allowed",
      `The local stack's admin API has no ${req.method} here; it can create, get, list, delete users.`,
    ),
  );
}

async function createUser(sql: postgres.Sql, req: Request): Promise<Response> {
  const input = newUser.safeParse(await req.json().catch(() => null));
  if (!input.success) return authError(400, "validation_failed", z.prettifyError(input.error));
  const { id, email, password, email_confirm, role, user_metadata, app_metadata } = input.data;
  if (email === undefined) {
    return authError(400, "validation_failed", "Cannot create a user without an email");
  }
  const [row] = await sql.unsafe<{ id: string }[]>(
    `
      with new_user as (
        insert into auth.users (
          id, aud, role, email, encrypted_password, email_confirmed_at,
          raw_app_meta_data, raw_user_meta_data
        )
        values (
          coalesce($1::uuid, gen_random_uuid()), 'authenticated', $2, $3,
          extensions.crypt(coalesce($4, gen_random_uuid()::text), extensions.gen_salt('bf', 6)),
          case when $5 then now() end,
          '{"provider": "email", "providers": ["email"]}' || $6::text::jsonb, $7::text::jsonb
        )
        on conflict (email) where is_sso_user = false do nothing
        returning id, email
      )
      insert into auth.identities (id, provider, provider_id, user_id, identity_data)
      select gen_random_uuid(), 'email', id::text, id,
        jsonb_build_object('sub', id, 'email', email, 'email_verified', false)
      from new_user
      returning user_id as id
    `,
    [
      ...[id ?? null, role, email, password ?? null, email_confirm],
      ...[JSON.stringify(app_metadata), JSON.stringify(user_metadata)],
    ],
  );
  if (!row) {
    return authError(
      422,
      "email_exists",
      "A user with this email address has already been registered",
    );
  }
  return Response.json(await readUser(sql, row.id));
}

async function showUser(sql: postgres.Sql, id: string): Promise<Response> {
  const user = await readUser(sql, id);
  return user ? Response.json(user) : authError(404, "user_not_found", "User not found");
}

async function listUsers(sql: postgres.Sql, query: URLSearchParams): Promise<Response> {
  const page = Math.max(1, Number(query.get("page")) || 1);
  const size = Math.min(1000, Number(query.get("per_page")) || 50);
  const rows = await sql.unsafe<{ body: string; total: string }[]>(
    `
      select ${USER_JSON} as body, count(*) over () as total
      from auth.users as u order by u.created_at desc, u.id limit $1 offset $2
    `,
    [size, (page - 1) * size],
  );
  const users = rows.map(({ body }) => JSON.parse(body));
  return Response.json({ users, aud: "authenticated" }, {
    headers: { "x-total-count": rows[0]?.total ?? "0" },
  });
}

async function deleteUser(sql: postgres.Sql, req: Request, id: string): Promise<Response> {
  const body: unknown = await req.json().catch(() => null);
  if (z.object({ should_soft_delete: z.literal(true) }).safeParse(body).success) {
    return authError(422, "validation_failed", "The local stack has no soft deletion of users");
  }
  const rows = await sql.unsafe(
    "delete from auth.users as u where u.id::text = $1 returning u.id",
    [id],
  );
  return rows.length > 0 ? Response.json({}) : authError(404, "user_not_found", "User not found");
}
