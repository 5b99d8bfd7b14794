import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { devKeys } from "../keys.ts";
import { startTestApi, type TestApi } from "../start-test-api.ts";

const SCHEMA = `
  create function public.who() returns jsonb language sql stable
    as $$ select jsonb_build_object('uid', auth.uid(), 'role', current_user, 'jwt', auth.jwt()) $$;
`;

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi(SCHEMA)));
Deno.test.afterAll(() => api.stop());

const PASSWORD = "correct horse";
const newEmail = () => `${crypto.randomUUID()}@example.com`;
const client = (key: string = devKeys.publishable) =>
  createClient(api.url, key, { auth: { persistSession: false, autoRefreshToken: false } });

async function signUp() {
  const supabase = client();
  const email = newEmail();
  const { data, error } = await supabase.auth.signUp({
    email,
    password: PASSWORD,
    options: { data: { name: "Ann" } },
  });
  assert.equal(error, null);
  assert.ok(data.session && data.user);
  return { supabase, email, session: data.session, user: data.user };
}

Deno.test("signUp() gives a session whose user SQL sees", async () => {
  const { supabase, email, user } = await signUp();
  assert.equal(user.email, email);
  assert.equal(user.user_metadata.name, "Ann");
  const { data } = await supabase.rpc("who");
  assert.deepEqual([data.uid, data.role], [user.id, "authenticated"]);
  const [row] = await api.sql`
    select raw_user_meta_data ->> 'name' as name, is_anonymous from auth.users where id = ${user.id}
  `;
  assert.deepEqual({ ...row }, { name: "Ann", is_anonymous: false });
});

Deno.test("access tokens are ES256 with the claims of hosted projects", async () => {
  const { supabase, email, session, user } = await signUp();
  const { data, error } = await supabase.auth.getClaims();
  assert.equal(error, null);
  assert.deepEqual([data?.header.alg, data?.header.kid], ["ES256", devKeys.signingKey.kid]);
  const { iat, exp, session_id, amr, user_metadata, ...rest } = data?.claims ?? {};
  assert.equal(Number(exp) - Number(iat), session.expires_in);
  assert.match(String(session_id), /^[0-9a-f-]{36}$/);
  assert.deepEqual(amr, [{ method: "password", timestamp: iat }]);
  assert.equal(Object(user_metadata).name, "Ann");
  assert.deepEqual(rest, {
    iss: `${api.url}/auth/v1`,
    sub: user.id,
    aud: "authenticated",
    role: "authenticated",
    email,
    phone: "",
    app_metadata: { provider: "email", providers: ["email"] },
    aal: "aal1",
    is_anonymous: false,
  });
});

Deno.test("the public keys are served without a key, and hold no private part", async () => {
  const res = await fetch(`${api.url}/auth/v1/.well-known/jwks.json`);
  const { keys } = await res.json();
  assert.equal(keys.length, 1);
  assert.deepEqual([keys[0].kid, keys[0].alg, keys[0].d], [
    devKeys.signingKey.kid,
    "ES256",
    undefined,
  ]);
});

Deno.test("signUp() with a taken address is 422 user_already_exists, a short password weak", async () => {
  const { email } = await signUp();
  const taken = await client().auth.signUp({ email, password: PASSWORD });
  assert.deepEqual([taken.error?.status, taken.error?.code], [422, "user_already_exists"]);
  const weak = await client().auth.signUp({ email: newEmail(), password: "abc" });
  assert.deepEqual([weak.error?.status, weak.error?.code], [422, "weak_password"]);
});

Deno.test("signInWithPassword() takes the right password only", async () => {
  const { email, user } = await signUp();
  const right = await client().auth.signInWithPassword({ email, password: PASSWORD });
  assert.equal(right.data.user?.id, user.id);
  const wrong = await client().auth.signInWithPassword({ email, password: "wrong password" });
  assert.deepEqual([wrong.error?.status, wrong.error?.code], [400, "invalid_credentials"]);
});

Deno.test("refreshSession() gives new tokens for the same session", async () => {
  const { supabase, session, user } = await signUp();
  const before = (await supabase.auth.getClaims(session.access_token)).data?.claims;
  const { data, error } = await supabase.auth.refreshSession();
  assert.equal(error, null);
  assert.notEqual(data.session?.refresh_token, session.refresh_token);
  const after = (await supabase.auth.getClaims(data.session?.access_token)).data?.claims;
  assert.deepEqual([after?.sub, after?.session_id], [user.id, before?.session_id]);
  const unknown = await client().auth.refreshSession({ refresh_token: crypto.randomUUID() });
  assert.deepEqual([unknown.error?.status, unknown.error?.code], [400, "refresh_token_not_found"]);
});

Deno.test("getUser() shows the user; after signOut() the session is gone", async () => {
  const { supabase, session, user } = await signUp();
  assert.equal((await supabase.auth.getUser()).data.user?.id, user.id);
  assert.equal((await supabase.auth.signOut()).error, null);
  const gone = await client().auth.getUser(session.access_token);
  assert.equal(gone.error?.name, "AuthSessionMissingError");
  const refreshed = await client().auth.refreshSession({ refresh_token: session.refresh_token });
  assert.equal(refreshed.error?.status, 400);
});

Deno.test("updateUser() changes metadata, password and address at once", async () => {
  const { supabase } = await signUp();
  const email = newEmail();
  const { data, error } = await supabase.auth.updateUser({
    email,
    password: "another horse",
    data: { name: "Bea" },
  });
  assert.equal(error, null);
  assert.deepEqual([data.user?.email, data.user?.user_metadata.name], [email, "Bea"]);
  const again = await client().auth.signInWithPassword({ email, password: "another horse" });
  assert.equal(again.error, null);
});

Deno.test("signInAnonymously() gives a user with is_anonymous, also after a refresh", async () => {
  const supabase = client();
  const { data, error } = await supabase.auth.signInAnonymously({ options: { data: { a: 1 } } });
  assert.equal(error, null);
  assert.equal(data.user?.is_anonymous, true);
  const claims = (await supabase.rpc("who")).data.jwt;
  assert.deepEqual([claims.is_anonymous, claims.role, claims.email], [true, "authenticated", ""]);
  assert.deepEqual(claims.user_metadata, { a: 1 });
  assert.equal((await supabase.auth.refreshSession()).data.user?.is_anonymous, true);
  assert.equal((await supabase.rpc("who")).data.jwt.is_anonymous, true);
  assert.equal((await supabase.auth.getUser()).data.user?.is_anonymous, true);
});

Deno.test("an anonymous user who gives an address and a password becomes permanent", async () => {
  const supabase = client();
  const { data } = await supabase.auth.signInAnonymously();
  const email = newEmail();
  const { error } = await supabase.auth.updateUser({ email, password: PASSWORD });
  assert.equal(error, null);
  const signedIn = await client().auth.signInWithPassword({ email, password: PASSWORD });
  assert.equal(signedIn.data.user?.id, data.user?.id);
  assert.equal(signedIn.data.user?.is_anonymous, false);
});

Deno.test("the link in a mail, which the log shows, signs in", async () => {
  const { email, user } = await signUp();
  assert.equal((await client().auth.signInWithOtp({ email })).error, null);
  const mail = api.logs.findLast((line) => line.includes(email)) ?? "";
  const link = /http\S+/.exec(mail)?.[0] ?? "";
  assert.ok(link.startsWith(`${api.url}/auth/v1/verify?`), mail);
  const res = await fetch(link, { redirect: "manual" });
  assert.equal(res.status, 303);
  const fragment = new URLSearchParams(new URL(res.headers.get("location") ?? "").hash.slice(1));
  const shown = await client().auth.getUser(fragment.get("access_token") ?? "");
  assert.equal(shown.data.user?.id, user.id);
});

Deno.test("the code in a mail signs in", async () => {
  const { email, user } = await signUp();
  await client().auth.signInWithOtp({ email });
  const mail = api.logs.findLast((line) => line.includes(email)) ?? "";
  const [token = ""] = /\b\d{6}\b/.exec(mail) ?? [];
  const { data, error } = await client().auth.verifyOtp({ email, token, type: "magiclink" });
  assert.equal(error, null);
  assert.equal(data.user?.id, user.id);
  assert.equal((await client().auth.getClaims(data.session?.access_token)).error, null);
});
