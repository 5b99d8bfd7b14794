import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { devKeys } from "../keys.ts";
import { startTestApi, type TestApi } from "../start-test-api.ts";

let api: TestApi;
Deno.test.beforeAll(async () => void (api = await startTestApi("")));
Deno.test.afterAll(() => api.stop());

const newEmail = () => `${crypto.randomUUID()}@Example.com`;
const client = (key: string) =>
  createClient(api.url, key, { auth: { persistSession: false, autoRefreshToken: false } });
const admin = () => client(devKeys.secret).auth.admin;

Deno.test("createUser() makes a user who can sign in, with id and metadata as given", async () => {
  const email = newEmail();
  const id = crypto.randomUUID();
  const { data, error } = await admin().createUser({
    id,
    email,
    password: "correct horse",
    email_confirm: true,
    user_metadata: { name: "Ann" },
    app_metadata: { plan: "free" },
  });
  assert.equal(error, null);
  assert.equal(data.user?.id, id);
  assert.equal(data.user?.email, email.toLowerCase());
  assert.deepEqual(data.user?.app_metadata, {
    plan: "free",
    provider: "email",
    providers: ["email"],
  });
  const signedIn = await client(devKeys.publishable).auth.signInWithPassword({
    email,
    password: "correct horse",
  });
  assert.equal(signedIn.data.user?.id, id);
  assert.equal(signedIn.data.user?.user_metadata.name, "Ann");
});

Deno.test("createUser() without email_confirm makes a user who cannot sign in yet", async () => {
  const email = newEmail();
  await admin().createUser({ email, password: "correct horse" });
  const { error } = await client(devKeys.publishable).auth.signInWithPassword({
    email,
    password: "correct horse",
  });
  assert.equal(error?.code, "email_not_confirmed");
});

Deno.test("createUser() with a taken address is 422 email_exists", async () => {
  const email = newEmail();
  await admin().createUser({ email });
  const { error } = await admin().createUser({ email });
  assert.deepEqual([error?.status, error?.code], [422, "email_exists"]);
});

Deno.test("getUserById() and listUsers() show users, newest first", async () => {
  const { data: first } = await admin().createUser({ email: newEmail() });
  const { data: second } = await admin().createUser({ email: newEmail() });
  const shown = await admin().getUserById(first.user?.id ?? "");
  assert.equal(shown.data.user?.email, first.user?.email);
  const listed = await admin().listUsers({ page: 1, perPage: 2 });
  assert.deepEqual(listed.data.users.map((user) => user.id), [second.user?.id, first.user?.id]);
  const missing = await admin().getUserById(crypto.randomUUID());
  assert.deepEqual([missing.error?.status, missing.error?.code], [404, "user_not_found"]);
});

Deno.test("deleteUser() ends the user and their sessions", async () => {
  const email = newEmail();
  const { data } = await admin().createUser({
    email,
    password: "x".repeat(9),
    email_confirm: true,
  });
  const id = data.user?.id ?? "";
  const supabase = client(devKeys.publishable);
  await supabase.auth.signInWithPassword({ email, password: "x".repeat(9) });
  assert.equal((await admin().deleteUser(id)).error, null);
  assert.notEqual((await supabase.auth.getUser()).error, null);
  assert.notEqual((await supabase.auth.refreshSession()).error, null);
  assert.equal((await admin().deleteUser(id)).error?.status, 404);
});

Deno.test("only the secret key reaches the users", async () => {
  for (const caller of ["anon", "user"] as const) {
    const res = await api.send(caller, "/auth/v1/admin/users");
    assert.deepEqual([res.status, (await res.json()).error_code], [403, "not_admin"]);
  }
});

Deno.test("what the admin API lacks is refused by name", async () => {
  const { data } = await admin().createUser({ email: newEmail() });
  const id = data.user?.id ?? "";
  assert.equal((await admin().updateUserById(id, { email: newEmail() })).error?.status, 405);
  assert.equal((await admin().deleteUser(id, true)).error?.status, 422);
  const invited = await admin().generateLink({ type: "magiclink", email: newEmail() });
  assert.equal(invited.error?.status, 404);
});
