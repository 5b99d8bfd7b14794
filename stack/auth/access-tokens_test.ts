import assert from "node:assert/strict";
import { generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { devKeys } from "../keys.ts";
import { createAccessTokens } from "./access-tokens.ts";

const NOW = 1_800_000_000;
const { kid } = devKeys.signingKey;

async function verify(token: string, now: number = NOW) {
  const result = await (await createAccessTokens(devKeys, () => now)).verify(token);
  return result.ok ? "ok" : `${result.code} ${result.message}`;
}

async function sign(claims: Record<string, unknown>): Promise<string> {
  return await (await createAccessTokens(devKeys)).sign(claims);
}

Deno.test("verify() gives the claims that sign() was given", async () => {
  const tokens = await createAccessTokens(devKeys, () => NOW);
  const claims = { sub: "a", role: "authenticated", exp: NOW + 60, nested: { x: [1] } };
  assert.deepEqual(await tokens.verify(await tokens.sign(claims)), { ok: true, claims });
});

Deno.test("verify() refuses an expired token with PGRST303, also one it remembers", async () => {
  let now = NOW;
  const tokens = await createAccessTokens(devKeys, () => now);
  const token = await tokens.sign({ exp: NOW + 60 });
  assert.equal((await tokens.verify(token)).ok, true);
  now = NOW + 60 + 29;
  assert.equal((await tokens.verify(token)).ok, true, "within the skew of clocks");
  now = NOW + 60 + 31;
  const result = await tokens.verify(token);
  assert.ok(!result.ok);
  assert.deepEqual([result.code, result.message], ["PGRST303", "JWT expired"]);
});

Deno.test("verify() refuses tokens of the future with PGRST303", async () => {
  assert.equal(await verify(await sign({ nbf: NOW + 31 })), "PGRST303 JWT not yet valid");
  assert.equal(await verify(await sign({ iat: NOW + 31 })), "PGRST303 JWT issued at future");
  assert.equal(await verify(await sign({ nbf: NOW + 29, iat: NOW + 29 })), "ok");
});

Deno.test("verify() refuses what is no JWT with PGRST301", async () => {
  assert.equal(await verify("nonsense"), "PGRST301 Expected 3 parts in JWT; got 1");
  assert.match(await verify("a.b.c"), /^PGRST301/);
});

Deno.test("verify() refuses tokens that this stack did not sign", async () => {
  const claims = { sub: "a", role: "service_role", exp: NOW + 60 };
  const token = await sign(claims);
  const [header, , signature] = token.split(".");
  const forged = btoa(JSON.stringify({ ...claims, sub: "b" })).replaceAll("=", "");
  const { privateKey } = await generateKeyPair("ES256");
  const publicAsSecret = new TextEncoder().encode(JSON.stringify(devKeys.jwks.keys[0]));
  const signed = (alg: string, key: CryptoKey | Uint8Array, id: string = kid) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: id }).sign(key);
  for (
    const [what, other] of [
      ["other claims", `${header}.${forged}.${signature}`],
      ["another key", await signed("ES256", privateKey)],
      ["another key id", await signed("ES256", privateKey, "unknown")],
      ["the public key as a secret", await signed("HS256", publicAsSecret)],
      ["no signature", new UnsecuredJWT(claims).encode()],
    ] as const
  ) {
    assert.equal(await verify(other), "PGRST301 No suitable key or wrong key type", what);
  }
  assert.equal(await verify(token), "ok");
});
