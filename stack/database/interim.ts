import postgres from "postgres";
export async function prepareAuthSchema(url: string): Promise<void> {
  const file = "../auth.ts";
  try {
    await (await import(file)).prepareAuthSchema(url);
    return;
  } catch (e) {
    if (!String(e).includes("Module not found")) throw e;
    console.error("interim auth schema");
  }
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(
    `create table auth.users(id uuid primary key default gen_random_uuid(), email text, is_anonymous boolean not null default false, raw_app_meta_data jsonb, raw_user_meta_data jsonb, created_at timestamptz default now());
       grant all on auth.users to postgres, supabase_auth_admin; 
       create function auth.jwt() returns jsonb language sql stable as $$ select coalesce(nullif(current_setting('request.jwt.claim', true), ''), nullif(current_setting('request.jwt.claims', true), ''))::jsonb $$;
       create function auth.uid() returns uuid language sql stable as $$ select (auth.jwt() ->> 'sub')::uuid $$;
       create function auth.role() returns text language sql stable as $$ select auth.jwt() ->> 'role' $$;`,
  ).simple();
  await sql.end();
}
