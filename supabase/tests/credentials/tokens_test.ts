import assert from "node:assert/strict";
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from "jose";
import { devKeys } from "../../../stack/keys.ts";
import { functionsUrl, isLocalStack, signUp, target, type User } from "../actors.ts";
import { request } from "../request.ts";

/** Refusals of one token by all the places that a token can stand in. */
async function refusals(token: string): Promise<Record<string, unknown>[]> {
  const path = "/execution-history";
  const answers = await Promise.all([
    request("POST", path, { headers: { authorization: `Bearer ${token}` }, json: {} }),
    request("POST", path, { json: { session_token: token } }),
    request("POST", `${path}?session_token=${token}`),
    request("POST", path, {
      headers: { apikey: target.secretKey, authorization: `Bearer ${token}` },
      json: {},
    }),
  ]);
  return answers.map(({ status, text, fields }) => {
    assert.equal(status, 401, text);
    assert.ok(!text.includes(token), "the answer repeats the token");
    return fields;
  });
}

/** A token of this project with other claims, signed with the local stack's own key. */
async function signed(user: User, claims: JWTPayload): Promise<string> {
  return await new SignJWT({ ...decodeJwt(user.token), ...claims })
    .setProtectedHeader({ alg: "ES256", kid: devKeys.signingKey.kid })
    .sign(await importJWK(devKeys.signingKey, "ES256"));
}

const encode = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

Deno.test("a token signed with another key returns 401 invalid_token", async () => {
  const user = await signUp();
  const { privateKey } = await crypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign", "verify"],
  );
  const { kid = "" } = decodeProtectedHeader(user.token);
  for (const claimed of [kid, crypto.randomUUID()]) {
    const token = await new SignJWT(decodeJwt(user.token))
      .setProtectedHeader({ alg: "ES256", kid: claimed }).sign(privateKey);
    for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
  }
});

Deno.test("a token signed with the public key as shared secret returns 401 invalid_token", async () => {
  const user = await signUp();
  const answer = await fetch(`${target.apiUrl}/auth/v1/.well-known/jwks.json`);
  const { keys } = await answer.json();
  const { kid = "" } = decodeProtectedHeader(user.token);
  const token = await new SignJWT(decodeJwt(user.token)).setProtectedHeader({ alg: "HS256", kid })
    .sign(new TextEncoder().encode(JSON.stringify(keys[0])));
  for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
});

Deno.test("an unsigned token returns 401 invalid_token", async () => {
  const user = await signUp();
  const claims = user.token.split(".")[1];
  for (const alg of ["none", "ES256"]) {
    const token = `${encode({ alg, typ: "JWT" })}.${claims}.`;
    for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
  }
});

Deno.test("a token with changed claims returns 401 invalid_token", async () => {
  const [user, other] = await Promise.all([signUp(), signUp()]);
  const [header, , signature] = user.token.split(".");
  const claims = encode({ ...decodeJwt(user.token), sub: other.userId });
  for (const { code } of await refusals(`${header}.${claims}.${signature}`)) {
    assert.equal(code, "invalid_token");
  }
});

Deno.test("a token that is none returns 401 invalid_token", async () => {
  for (const token of ["opaque", "a.b.c", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA"]) {
    for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
  }
});

Deno.test("an API key in place of a token returns 401 invalid_token", async () => {
  for (const token of [target.publishableKey, "sb_secret_NotAKeyOfThisProject000_00000000"]) {
    for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
  }
});

Deno.test("an Authorization header of another scheme returns 401 invalid_token", async () => {
  for (const authorization of ["Basic dXNlcjpwYXNz", "Bearer", "Bearer a b"]) {
    const { status, fields } = await request("POST", "/execution-history", {
      headers: { authorization },
      json: {},
    });
    assert.equal(status, 401);
    assert.equal(fields.code, "invalid_token");
  }
});

Deno.test("a session_token that is not text returns 400 invalid_parameter", async () => {
  const json = { session_token: { token: "x" } };
  const { status, fields } = await request("POST", "/execution-history", { json });
  assert.equal(status, 400);
  assert.equal(fields.code, "invalid_parameter");
});

Deno.test("no error text repeats the session_token", async () => {
  const { token } = await signUp();
  const bodies = [
    `{"session_token":"${token}", oops`,
    `{"session_token":"${token}"`,
    `{"session_token":["${token}"]}`,
    `{"session_token":"${token}","no_such_parameter":1}`,
    `{"session_token":"${token}","page":"${token.slice(0, 8)}"}`,
    `{"session_token":"${token}","cursor":"x"}`,
    `{"session_token":"${token}", "a":${"[".repeat(70)}${"]".repeat(70)}}`,
    `["${token}"]`,
  ];
  for (const body of bodies) {
    const answer = await fetch(`${functionsUrl}/execution-history`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = await answer.text();
    assert.ok(answer.status >= 400, body);
    assert.ok(!text.includes(token), text);
    assert.ok(![...answer.headers.values()].some((value) => value.includes(token)));
  }
  for (const path of ["/workflows/nowhere", "/workflows/executions/stats/x", "/create-execution"]) {
    const { status, text } = await request("GET", `${path}?session_token=${token}`);
    assert.ok(status >= 400, path);
    assert.ok(!text.includes(token), text);
  }
});

// Only a key we hold can sign what the target would accept but for its claims.
const local = { ignore: !isLocalStack };

Deno.test(
  "an expired token returns 401 invalid_token and says when it expired",
  local,
  async () => {
    const token = await signed(await signUp(), { exp: Date.UTC(2026, 0, 31) / 1000 });
    for (const { code, message } of await refusals(token)) {
      assert.equal(code, "invalid_token");
      assert.match(String(message), /2026-01-31T00:00:00/);
    }
  },
);

Deno.test("a token from the future returns 401 invalid_token", local, async () => {
  const token = await signed(await signUp(), { nbf: Date.UTC(2126, 0, 31) / 1000 });
  for (const { code } of await refusals(token)) assert.equal(code, "invalid_token");
});

Deno.test("a signed token that names no user returns 401 invalid_token", local, async () => {
  const user = await signUp();
  for (
    const claims of [
      { role: "service_role" },
      { role: "anon" },
      { role: "postgres" },
      { sub: "not-a-uuid" },
      { sub: "" },
    ]
  ) {
    for (const { code } of await refusals(await signed(user, claims))) {
      assert.equal(code, "invalid_token", JSON.stringify(claims));
    }
  }
});

Deno.test("a token signed as the project signs is accepted", local, async () => {
  const token = await signed(await signUp(), {});
  const { status } = await request("POST", "/execution-history", {
    json: { session_token: token },
  });
  assert.equal(status, 200);
});
