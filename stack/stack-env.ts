import { devKeys } from "./keys.ts";

/** The variables of `supabase status -o env` that mean something here, under the same names. */
export function stackEnv(port: number, databaseUrl: string): Record<string, string> {
  const api = `http://127.0.0.1:${port}`;
  return {
    API_URL: api,
    REST_URL: `${api}/rest/v1`,
    FUNCTIONS_URL: `${api}/functions/v1`,
    DB_URL: databaseUrl,
    PUBLISHABLE_KEY: devKeys.publishable,
    SECRET_KEY: devKeys.secret,
  };
}
