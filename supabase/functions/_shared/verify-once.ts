import type { AuthResult, SupabaseEnv } from "@supabase/server";
import { verifyCredentials } from "@supabase/server/core";

// A signature that was good a moment ago is good: checking it anew costs over a millisecond, more than
// the rest of a function. A minute is how long a token outlives a signing key that was revoked.
const REMEMBERED_MS = 60_000;
const REMEMBERED_TOKENS = 1000;

const remembered = new Map<string, { readonly until: number; readonly caller: AuthResult }>();

/**
 * Verifies a user's token or a secret key, as `verifyCredentials` does, and remembers the tokens that
 * passed: each for a minute at most, and never longer than it lasts.
 */
export async function verifyOnce(
  credentials: { token: string | null; apikey: string | null },
  env: SupabaseEnv,
): ReturnType<typeof verifyCredentials> {
  const { token } = credentials;
  const now = Date.now();
  const known = token === null ? undefined : remembered.get(token);
  if (known && now < known.until) return { data: known.caller, error: null };
  const result = await verifyCredentials(credentials, { auth: ["user", "secret:*"], env });
  if (token !== null && result.data?.authMode === "user") {
    const oldest = remembered.keys().next();
    if (remembered.size >= REMEMBERED_TOKENS && !oldest.done) remembered.delete(oldest.value);
    const expiry = (result.data.jwtClaims?.exp ?? Infinity) * 1000;
    remembered.delete(token);
    remembered.set(token, { until: Math.min(now + REMEMBERED_MS, expiry), caller: result.data });
  }
  return result;
}
