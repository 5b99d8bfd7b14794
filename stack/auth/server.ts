import { openPool } from "../data-api/open-pool.ts";
import type { DevKeys } from "../keys.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { handleAdminUsers } from "./admin-users.ts";
import { authError } from "./auth-error.ts";
import { createLiteRelay } from "./lite-relay.ts";
import { parseObject } from "./parse-object.ts";
import { sessionOpener } from "./sessions.ts";
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
  const openSession = sessionOpener(pool, tokens, `${apiUrl}/auth/v1`);
  const lite = createLiteRelay(
    {
      databaseUrl,
      siteUrl: apiUrl,
      onMail: ({ to, subject, text }) =>
        onLog(`auth | mail to ${to}, not sent: ${subject}\n${text ?? ""}`),
    },
    pool,
    openSession,
  );

  function handleAdmin(req: Request, path: string, isService: boolean): Promise<Response> {
    const [, , users, id, ...rest] = path.split("/");
    if (!isService) return Promise.resolve(authError(403, "not_admin", "User not allowed"));
    if (users === "users" && rest.length === 0) {
      return pool.use((sql) => handleAdminUsers(sql, req, id || null));
    }
    return Promise.resolve(authError(404, "not_found", `The local stack has no ${path}`));
  }

  /** A sign-up that names neither address nor password is an anonymous sign-in. */
  async function signUp(req: Request): Promise<Response> {
    const text = await req.text();
    const input = parseObject(text);
    if (!input || input.email || input.phone || input.password) {
      return lite.fetch(new Request(req, { body: text }), null);
    }
    const metadata = parseObject(JSON.stringify(input.data)) ?? {};
    const stored = await pool.use((sql) => signInAnonymously(sql, metadata));
    return Response.json(await openSession(stored));
  }

  return {
    async handle(req, token, isService) {
      const path = new URL(req.url).pathname.slice("/auth/v1".length);
      if (path === "/.well-known/jwks.json") return Response.json(keys.jwks);
      if (path.startsWith("/admin/")) return handleAdmin(req, path, isService);
      if (path === "/signup" && req.method === "POST") return signUp(req);
      if (token === null) return lite.fetch(req, null);
      const verified = await tokens.verify(token);
      return verified.ok
        ? lite.fetch(req, verified.claims)
        : authError(403, "bad_jwt", `invalid JWT: ${verified.message}`);
    },
    async stop() {
      await Promise.all([pool.stop(), lite.stop()]);
    },
  };
}
