import assert from "node:assert/strict";
import { resolveEnv } from "@supabase/server/core";
import { identify } from "./credentials.ts";
import type { Problem } from "./result.ts";
import { startFakeProject, USER } from "./testing/fake-project.ts";

/** What identify() makes of a request with these headers and session tokens. */
async function ask(headers: Record<string, string>, ...sessionTokens: unknown[]) {
  const { data: env } = resolveEnv();
  assert.ok(env);
  return await identify(new Request("http://localhost/", { headers }), sessionTokens, env);
}

async function problemOf(...asked: Parameters<typeof ask>): Promise<Problem> {
  const result = await ask(...asked);
  assert.ok(!result.ok, "the caller was accepted");
  return result.problem;
}

Deno.test("identify() makes the bearer of a valid JWT that user, whatever the apikey", async () => {
  await using project = await startFakeProject();
  const token = await project.token();
  const user = { ok: true, value: { apikey: project.publishableKey, token } };
  for (const apikey of [project.publishableKey, project.secretKey, "anything"]) {
    assert.deepEqual(await ask({ apikey, authorization: `Bearer ${token}` }), user);
  }
  assert.deepEqual(await ask({ authorization: `bearer  ${token}` }), user);
});

Deno.test("identify() takes session_token as the JWT, alone or repeating the header", async () => {
  await using project = await startFakeProject();
  const token = await project.token();
  const user = { ok: true, value: { apikey: project.publishableKey, token } };
  assert.deepEqual(await ask({}, token), user);
  assert.deepEqual(await ask({ authorization: `Bearer ${token}` }, token, token), user);
  const apikey = project.publishableKey;
  assert.deepEqual(await ask({ apikey, authorization: `Bearer ${apikey}` }, token), user);
});

Deno.test("identify() refuses a header and a session_token that differ", async () => {
  await using project = await startFakeProject();
  const [one, other] = [await project.token(), await project.token({ sub: crypto.randomUUID() })];
  const headers = { authorization: `Bearer ${one}` };
  const problem = await problemOf(headers, other);
  assert.deepEqual([problem.code, problem.status], ["conflicting_credentials", 400]);
  assert.equal((await problemOf({}, one, other)).code, "conflicting_credentials");
  assert.equal((await problemOf({}, 12)).code, "invalid_parameter");
});

Deno.test("identify() makes the bearer of any secret key the service, also when repeated as a token", async () => {
  await using project = await startFakeProject();
  const apikey = project.secretKey;
  const service = { ok: true, value: { apikey, token: null } };
  assert.deepEqual(await ask({ apikey }), service);
  assert.deepEqual(await ask({ apikey, authorization: `Bearer ${apikey}` }), service);
});

Deno.test("identify() asks for credentials when there are none, and says what is missing", async () => {
  await using project = await startFakeProject();
  const { publishableKey } = project;
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /^The request carries no credentials\. Send a user's access token/],
    [{ apikey: publishableKey }, /^A publishable key alone names no user\./],
    [
      { apikey: publishableKey, authorization: `Bearer ${publishableKey}` },
      /^A publishable key alone names no user\./,
    ],
    [{ apikey: "eyJhbGciOiJIUzI1NiJ9.e30.x" }, /^Legacy JWT keys are not accepted/],
    [{ apikey: "sb_secret_wrong" }, /^The apikey is none of this project's secret keys\./],
  ];
  for (const [headers, message] of cases) {
    const problem = await problemOf(headers);
    assert.deepEqual([problem.code, problem.status], ["authentication_required", 401]);
    assert.match(problem.message, message);
  }
});

Deno.test("identify() says of a bad token what is wrong with it, never what it is", async () => {
  await using project = await startFakeProject();
  const expired = await project.token({ exp: Date.UTC(2026, 0, 31, 9, 30) / 1000 });
  const valid = await project.token();
  const cases: [token: string, message: RegExp][] = [
    [expired, /^The access token expired at 2026-01-31T09:30:00\.000Z\. Refresh the session/],
    [await project.forgedToken(), /was not signed by this project/],
    [valid.replace(/\.[^.]+\./, `.${btoa('{"sub":"x"}')}.`), /was not signed by this project/],
    ["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.x", /malformed or of a kind/],
    ["eyJhbGciOiJub25lIiwia2lkIjoib3duIn0.e30.", /malformed or of a kind/],
    ["garbage", /malformed or of a kind/],
    [project.secretKey, /^An API key is not a user's access token\./],
    [await project.token({ sub: "service" }), /names no user of this project/],
    [await project.token({ role: "service_role" }), /names no user of this project/],
  ];
  for (const [token, message] of cases) {
    for (
      const sent of [
        await problemOf({ authorization: `Bearer ${token}` }),
        await problemOf({}, token),
      ]
    ) {
      assert.deepEqual([sent.code, sent.status], ["invalid_token", 401]);
      assert.match(sent.message, message);
      assert.ok(!JSON.stringify(sent).includes(token), "the token is quoted");
    }
  }
});

Deno.test("identify() does not fall back to the secret key when the token is bad", async () => {
  await using project = await startFakeProject();
  const authorization = `Bearer ${await project.forgedToken()}`;
  const problem = await problemOf({ apikey: project.secretKey, authorization });
  assert.equal(problem.code, "invalid_token");
});

Deno.test("identify() refuses an Authorization of another scheme", async () => {
  await using _project = await startFakeProject();
  for (const authorization of ["Basic dTpw", "Bearer", USER]) {
    assert.equal((await problemOf({ authorization })).code, "invalid_token");
  }
});

Deno.test("identify() blames the server, in the log only, when nothing can be verified", async () => {
  await using project = await startFakeProject();
  const headers = { authorization: `Bearer ${await project.token()}` };
  Deno.env.set("SUPABASE_JWKS", "not json");
  const problem = await problemOf(headers);
  assert.deepEqual([problem.code, problem.status], ["internal_error", 500]);
  assert.match(problem.log ?? "", /^JWKS_NOT_CONFIGURED/);
  assert.doesNotMatch(problem.message, /JWKS/);
});
