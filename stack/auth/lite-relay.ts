import type { Pool } from "../data-api/open-pool.ts";
import { reopening } from "../data-api/reopening.ts";
import type { Claims } from "./access-tokens.ts";
import { adoptEmailChange } from "./adopt-email-change.ts";
import { createLiteAuth, type LiteAuthOptions } from "./lite-app.ts";
import { createLiteBridge } from "./lite-bridge.ts";
import { parseObject } from "./parse-object.ts";
import { readUser } from "./read-user.ts";
import type { OpenSession } from "./sessions.ts";

/** The way to Lite, with its tokens exchanged for the stack's in both directions. */
export interface LiteRelay {
  /**
   * @param claims Of the user who asks; null without one.
   */
  fetch(req: Request, claims: Claims | null): Promise<Response>;
  stop(): Promise<void>;
}

export function createLiteRelay(
  options: Omit<LiteAuthOptions, "jwtSecret" | "onLost">,
  pool: Pool,
  openSession: OpenSession,
): LiteRelay {
  const bridge = createLiteBridge();
  const lite = reopening(
    (onLost) => createLiteAuth({ ...options, jwtSecret: bridge.secret, onLost }),
    (opened) => opened.stop(),
  );

  /** The links in mails lead to the site with the session in the fragment of the address. */
  async function redirectWithSession(location: string): Promise<Response> {
    const url = new URL(location);
    const fragment = new URLSearchParams(url.hash.slice(1));
    const refreshToken = fragment.get("refresh_token") ?? "";
    const stored = bridge.sessionOf(fragment.get("access_token") ?? "");
    const session = await openSession({ ...stored, refreshToken });
    fragment.set("access_token", session?.access_token ?? "");
    url.hash = fragment.toString();
    return Response.redirect(url, 303);
  }

  return {
    async fetch(req, claims) {
      const headers = new Headers(req.headers);
      headers.delete("authorization");
      if (claims) headers.set("authorization", `Bearer ${await bridge.toLite(claims)}`);
      const res = await lite.use((opened) => opened.fetch(new Request(req, { headers })));
      const location = res.headers.get("location");
      if (location?.includes("#access_token=")) return redirectWithSession(location);
      if (!res.ok || !res.headers.get("content-type")?.includes("json")) return res;
      const body = parseObject(await res.text()) ?? {};
      if (typeof body.access_token === "string") {
        const stored = bridge.sessionOf(body.access_token);
        const refreshToken = String(body.refresh_token);
        return Response.json(await openSession({ ...stored, refreshToken }));
      }
      if (typeof body.id !== "string" || typeof body.aud !== "string") {
        return Response.json(body, { status: res.status });
      }
      // A user. Lite does not know of anonymous ones, and waits for mails to be confirmed.
      const { id } = body;
      if (req.method === "PUT") await pool.use((sql) => adoptEmailChange(sql, id));
      return Response.json(await pool.use((sql) => readUser(sql, id)) ?? body);
    },
    stop: lite.stop,
  };
}
