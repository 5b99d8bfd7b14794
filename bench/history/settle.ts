import { createClient } from "@supabase/supabase-js";
import type { BenchStack } from "../bench-stack.ts";

const password = "correct horse battery staple";

/** The two who are measured: one with the largest share of all executions, one with 20. */
export const ranks = { heavy: 1, light: 2001 } as const;

/** Makes 2 000 users and their workflows, once per database. */
export async function settle({ env, admin }: BenchStack): Promise<void> {
  const [present] = await admin<{ settled: boolean }[]>`
    select to_regclass('bench.people') is not null as settled`;
  if (present?.settled) return;
  const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));
  // The old runs of the history that never beat are to go on running.
  await admin`update private.settings set unheard_timeout_seconds = 31536000`;
  await admin.unsafe(await read("people.sql")).simple();
  for (const [name, rank] of Object.entries(ranks)) {
    const { data, error } = await authClient(env).auth.signUp({ email: email(name), password });
    if (error || !data.user) throw error ?? new Error(`Signing up ${name} gave no user.`);
    await admin`insert into bench.people (rank, user_id) values (${rank}, ${data.user.id})`;
  }
  await admin`
    with made as (
      insert into auth.users (id, email)
      select gen_random_uuid(), format('bench-%s@example.com', r) from generate_series(2, 2000) as r
      returning id, email
    )
    insert into bench.people (rank, user_id)
    select substring(m.email from '[0-9]+')::integer, m.id from made as m`;
  await admin`
    insert into public.workflows (workflow_id, owner_id, name)
    select j.workflow_id, p.user_id, 'workflow ' || j.rank
    from bench.jobs as j left join bench.people as p on p.rank = j.owner_rank`;
  await admin.unsafe(await read("light.sql"));
  for (const table of ["bench.people", "bench.jobs", "public.workflows"]) {
    await admin.unsafe(`analyze ${table}`);
  }
}

/** A new access token of one of the two. */
export async function signIn(env: Record<string, string>, name: string): Promise<string> {
  const { data, error } = await authClient(env).auth.signInWithPassword({
    email: email(name),
    password,
  });
  if (error || !data.session) throw error ?? new Error(`Signing in ${name} gave no session.`);
  return data.session.access_token;
}

const email = (name: string) => `bench-${name}@example.com`;

const authClient = (env: Record<string, string>) =>
  createClient(env.API_URL ?? "", env.PUBLISHABLE_KEY ?? "", { auth: { persistSession: false } });
