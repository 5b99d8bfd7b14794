import type { ApiError } from "./api-error.ts";

export type ExposedSchema = { ok: true; schema: string } | { ok: false; error: ApiError };

/** The schema that `Accept-Profile` (reading) or `Content-Profile` (writing) names; else the first. */
export function exposedSchema(req: Request, schemas: string[]): ExposedSchema {
  const reads = req.method === "GET" || req.method === "HEAD";
  const wanted = req.headers.get(reads ? "accept-profile" : "content-profile") ?? schemas[0] ?? "";
  if (schemas.includes(wanted)) return { ok: true, schema: wanted };
  return {
    ok: false,
    error: {
      status: 406,
      code: "PGRST106",
      message: `Invalid schema: ${wanted}`,
      details: null,
      hint: `Only the following schemas are exposed: ${schemas.join(", ")}`,
    },
  };
}
