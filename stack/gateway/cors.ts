const ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const EXPOSED_HEADERS = "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, " +
  "Location, Server, Transfer-Encoding, Range-Unit, Retry-After, Preference-Applied, X-Total-Count";

/** Whether a browser asks for permission first. */
export function isPreflight(req: Request): boolean {
  return req.method === "OPTIONS" && req.headers.has("access-control-request-method");
}

/** The permission: any origin, the headers asked for, no cookies. */
export function preflightResponse(req: Request): Response {
  return new Response(null, {
    status: 200,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": ALLOWED_METHODS,
      "access-control-allow-headers": req.headers.get("access-control-request-headers") ?? "*",
      "access-control-max-age": "3600",
    },
  });
}

/** Adds what lets a browser read the answer; what the answer says itself stays. */
export function withCors(res: Response): Response {
  try {
    return addHeaders(res);
  } catch {
    // Responses of fetch() have headers that cannot be changed.
    return addHeaders(new Response(res.body, res));
  }
}

function addHeaders(res: Response): Response {
  if (!res.headers.has("access-control-allow-origin")) {
    res.headers.set("access-control-allow-origin", "*");
    res.headers.set("access-control-expose-headers", EXPOSED_HEADERS);
  }
  return res;
}
