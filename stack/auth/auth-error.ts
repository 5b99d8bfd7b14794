/** An error as the Auth server puts it; `supabase-js` shows `error_code` as `error.code`. */
export function authError(status: number, errorCode: string, msg: string): Response {
  return Response.json({ code: status, error_code: errorCode, msg }, { status });
}
