import assert from "node:assert/strict";
import { resolveEnv } from "@supabase/server/core";
import { startFakeProject } from "./testing/fake-project.ts";
import { verifyOnce } from "./verify-once.ts";

/** The code of the error that a token gives, or null, with the keys of the environment as it is. */
async function errorOf(token: string | null, apikey: string | null = null): Promise<string | null> {
  const { data: env } = resolveEnv();
  assert.ok(env);
  const { error } = await verifyOnce({ token, apikey }, env);
  return error?.code ?? null;
}

/** Runs with the clock set forward by some seconds. */
async function later<T>(seconds: number, run: () => Promise<T>): Promise<T> {
  const { now } = Date;
  Date.now = () => now() + seconds * 1000;
  try {
    return await run();
  } finally {
    Date.now = now;
  }
}

Deno.test("verifyOnce() verifies a token once a minute", async () => {
  await using project = await startFakeProject();
  const token = await project.token();
  assert.equal(await errorOf(token), null);
  Deno.env.set("SUPABASE_JWKS", '{"keys":[]}');
  assert.equal(await errorOf(token), null);
  assert.equal(await later(59, () => errorOf(token)), null);
  assert.equal(await later(61, () => errorOf(token)), "INVALID_JWT");
});

Deno.test("verifyOnce() does not remember a token beyond its own expiry", async () => {
  await using project = await startFakeProject();
  const token = await project.token({ exp: Math.floor(Date.now() / 1000) + 10 });
  assert.equal(await errorOf(token), null);
  assert.equal(await later(9, () => errorOf(token)), null);
  Deno.env.set("SUPABASE_JWKS", '{"keys":[]}');
  assert.equal(await later(11, () => errorOf(token)), "INVALID_JWT");
});

Deno.test("verifyOnce() remembers neither bad tokens nor keys", async () => {
  await using project = await startFakeProject();
  const forged = await project.forgedToken();
  assert.equal(await errorOf(forged), "INVALID_JWT");
  assert.equal(await errorOf(forged), "INVALID_JWT");
  assert.equal(await errorOf(null, project.secretKey), null);
  Deno.env.set("SUPABASE_SECRET_KEYS", JSON.stringify({ default: "sb_secret_rotated" }));
  assert.equal(await errorOf(null, project.secretKey), "INVALID_API_KEY");
});

Deno.test("verifyOnce() forgets the oldest of more than a thousand tokens", async () => {
  await using project = await startFakeProject();
  const first = await project.token();
  assert.equal(await errorOf(first), null);
  for (let at = 0; at < 1000; at++) {
    assert.equal(await errorOf(await project.token({ sub: crypto.randomUUID() })), null);
  }
  Deno.env.set("SUPABASE_JWKS", '{"keys":[]}');
  assert.equal(await errorOf(first), "INVALID_JWT");
});
