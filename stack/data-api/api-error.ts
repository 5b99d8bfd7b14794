/** An error as PostgREST puts it in a body. */
export interface ApiErrorBody {
  code: string;
  message: string;
  details: string | null;
  hint: string | null;
}

/** An error with the status and headers it is answered with. */
export interface ApiError extends ApiErrorBody {
  status: number;
  headers?: [name: string, value: string][];
}

/** The response that PostgREST gives for an error. */
export function apiErrorResponse(error: ApiError): Response {
  const { code, message, details, hint, status } = error;
  const headers = new Headers({ "content-type": "application/json; charset=utf-8" });
  headers.set("proxy-status", `PostgREST; error=${code}`);
  for (const [name, value] of error.headers ?? []) headers.append(name, value);
  return new Response(JSON.stringify({ code, details, hint, message }), { status, headers });
}
