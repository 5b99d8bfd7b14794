import type { Claims } from "../auth/access-tokens.ts";

/** What a request brings along for SQL: who asks, and the HTTP around it. */
export interface ApiRequest {
  /** The database role that runs the request. */
  role: string;
  /** As SQL sees them in `request.jwt.claims`. */
  claims: Claims;
  method: string;
  /** Below `/rest/v1`, as PostgREST sees it: `/rpc/create_execution`. */
  path: string;
  /** With the forwarded ones that tell SQL the public address. */
  headers: Headers;
}
