/** Headers of every answer: any origin may call, without cookies, and read what it needs. */
export const CORS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers":
    "retry-after, ratelimit, ratelimit-policy, x-request-id, etag, x-export-snapshot",
} as const;

/** Headers that answer a preflight for the given methods. */
export function preflight(methods: readonly string[]): Record<string, string> {
  return {
    ...CORS,
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers":
      "authorization, apikey, x-client-info, content-type, content-encoding, idempotency-key, if-none-match",
    "access-control-max-age": "86400",
  };
}
