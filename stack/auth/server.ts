import { openPool } from "../data-api/open-pool.ts";
import { reopening } from "../data-api/reopening.ts";
import type { DevKeys } from "../keys.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { adoptEmailChange } from "./adopt-email-change.ts";
import { handleAdminUsers } from "./admin-users.ts";
import { authError } from "./auth-error.ts";
import { issueSession } from "./issue-session.ts";
import { createLiteAuth } from "./lite-app.ts";
import { createLiteBridge } from "./lite-bridge.ts";
import { readUser } from "./read-user.ts";
import { signInAnonymously } from "./sign-in-anonymously.ts";

export interface AuthOptions {
  /** Of the role supabase_auth_admin, which owns the schema `auth`. */
  databaseUrl: string;
  /** The public address of the API, the issuer of the tokens. */
  apiUrl: string;
  keys: DevKeys;
  tokens: AccessTokens;
  /** Receives the mails, which are not sent. */
  onLog(line: string): void;
}

/** The Auth server of the stack. */
export interface AuthServer {
  /**
   * Answers a request below `/auth/v1`.
   *
   * @param token The user's access token, if the request brings one.
   * @param isService Whether it came with the secret key.
   */
  handle(req: Request, token: string | null, isService: boolean): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Serves sign-up, sign-in, refresh and the user through Lite, whose tokens are signed anew, and
 * adds what Lite lacks: anonymous sign-in, the users of `auth.admin`, and the public keys.
 */
export function startAuth(options: AuthOptions): AuthServer {
  const { databaseUrl, apiUrl, keys, tokens, onLog } = options;
  const pool = openPool(databaseUrl, "auth users", 4);
  const bridge = createLiteBridge();
  const lite = reopening(
    (onLost) =>
      createLiteAuth({
        databaseUrl,
        jwtSecret: bridge.secret,
        siteUrl: apiUrl,
        onLost,
        onMail: ({ to, subject, text }) =>
          onLog(`auth | mail to ${to}, not sent: ${subject}\n${text ?? ""}`),
      }),
    (opened) => opened.stop(),
  );

  async function session(userId: string, sessionId: string, refreshToken: string) {
    const user = await pool.use((sql) => readUser(sql, userId));
    const issuer = `${apiUrl}/auth/v1`;
    return user && await issueSession(tokens, issuer, user, sessionId, refreshToken);
  }

  async function signUp(req: Request, headers: Headers): Promise<Response> {
    const text = await req.text();
    const input = parseObject(text);
    if (input && !input.email && !input.phone && !input.password) {
      const metadata = parseObject(JSON.stringify(input.data)) ?? {};
      const created = await pool.use((sql) => signInAnonymously(sql, metadata));
      return Response.json(
        await session(created.userId, created.sessionId, created.refreshToken),
      );
    }
    return throughLite(new Request(req.url, { method: "POST", headers, body: text }));
  }

  async function throughLite(req: Request): Promise<Response> {
    const res = await lite.use((opened) => opened.fetch(req));
    const location = res.headers.get("location");
    if (location?.includes("#access_token=")) return redirectWithSession(location);
    if (!res.ok || !res.headers.get("content-type")?.includes("json")) return res;
    const body = parseObject(await res.text()) ?? {};
    if (typeof body.access_token === "string") {
      const { userId, sessionId } = bridge.sessionOf(body.access_token);
      return Response.json(await session(userId, sessionId, String(body.refresh_token)));
    }
    if (typeof body.id !== "string" || typeof body.aud !== "string") {
      return Response.json(body, { status: res.status });
    }
    // Lite does not know of anonymous users, and waits for mails to be confirmed.
    const { id } = body;
    if (req.method === "PUT") await pool.use((sql) => adoptEmailChange(sql, id));
    return Response.json(await pool.use((sql) => readUser(sql, id)) ?? body);
  }

  /** The links in mails lead to the site with the session in the fragment of the address. */
  async function redirectWithSession(location: string): Promise<Response> {
    const url = new URL(location);
    const fragment = new URLSearchParams(url.hash.slice(1));
    const { userId, sessionId } = bridge.sessionOf(fragment.get("access_token") ?? "");
    const issued = await session(userId, sessionId, fragment.get("refresh_token") ?? "");
    fragment.set("access_token", issued?.access_token ?? "");
    url.hash = fragment.toString();
    return Response.redirect(url, 303);
  }

  return {
    async handle(req, token, isService) {
      const path = new URL(req.url).pathname.slice("/auth/v1".length);
      if (path === "/.well-known/jwks.json") return Response.json(keys.jwks);
      const [, admin, users, id, ...rest] = path.split("/");
      if (admin === "admin") {
        if (!isService) return authError(403, "not_admin", "User not allowed");
        if (users === "users" && rest.length === 0) {
          return pool.use((sql) => handleAdminUsers(sql, req, id || null));
        }
        return authError(404, "not_found", `The local stack has no ${path}`);
      }
      const headers = new Headers(req.headers);
      headers.delete("authorization");
      if (token !== null) {
        const verified = await tokens.verify(token);
        if (!verified.ok) {
          return authError(403, "bad_jwt", `invalid JWT: ${verified.message}`);
        }
        headers.set("authorization", `Bearer ${await bridge.toLite(verified.claims)}`);
      }
      if (path === "/signup" && req.method === "POST") return signUp(req, headers);
      return throughLite(new Request(req, { headers }));
    },
    async stop() {
      await Promise.all([pool.stop(), lite.stop()]);
    },
  };
}

function parseObject(text: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
