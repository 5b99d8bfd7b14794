import type { AccessTokens, Claims } from "../auth/access-tokens.ts";
import { apiErrorResponse } from "../data-api/api-error.ts";
import type { DevKeys } from "../keys.ts";

/** Whom a key stands for. */
export type KeyRole = "anon" | "service_role";

/** The key of a request, and the user's token if there is one beside it. */
export type Credentials =
  | { ok: true; keyRole: KeyRole; token: string | null }
  | { ok: false; response: Response };

/** The role and claims a request runs with. */
export type Caller =
  | { ok: true; role: string; claims: Claims }
  | { ok: false; response: Response };

const BROWSER = /^\s*Mozilla\//i;

/**
 * Checks the key as the hosted gateway does: in the header `apikey` or the query string. An
 * Authorization that repeats a key counts as absent.
 */
export function readCredentials(req: Request, url: URL, keys: DevKeys): Credentials {
  const key = req.headers.get("apikey") ?? url.searchParams.get("apikey");
  if (!key) {
    return refused(
      "No API key found in request",
      "No `apikey` request header or url param was found.",
    );
  }
  const keyRole = key === keys.publishable ? "anon" : key === keys.secret ? "service_role" : null;
  if (!keyRole) {
    return refused("Invalid API key", "Double check your Supabase `apikey`.");
  }
  if (keyRole === "service_role" && BROWSER.test(req.headers.get("user-agent") ?? "")) {
    return refused(
      "Forbidden use of secret API key in browser",
      "Secret API keys can only be used in a protected environment and should never be used in a browser. Delete this secret API key immediately.",
    );
  }
  const token = /^Bearer\s+(.+)$/i.exec(req.headers.get("authorization") ?? "")?.[1] ?? null;
  return { ok: true, keyRole, token: token?.startsWith("sb_") ? null : token };
}

/** Who asks: the user of the token if there is one, whatever the key; else whom the key means. */
export async function resolveCaller(
  { keyRole, token }: Extract<Credentials, { ok: true }>,
  tokens: AccessTokens,
): Promise<Caller> {
  if (token === null) return { ok: true, role: keyRole, claims: { role: keyRole } };
  const verified = await tokens.verify(token);
  if (!verified.ok) {
    const { code, message, details } = verified;
    const challenge = `Bearer error="invalid_token", error_description="${message}"`;
    return {
      ok: false,
      response: apiErrorResponse({
        ...{ status: 401, code, message, details, hint: null },
        headers: [["www-authenticate", challenge]],
      }),
    };
  }
  const { role } = verified.claims;
  return { ok: true, role: typeof role === "string" ? role : "anon", claims: verified.claims };
}

function refused(message: string, hint: string): Credentials {
  return { ok: false, response: Response.json({ message, hint }, { status: 401 }) };
}
