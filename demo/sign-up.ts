import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { ProjectAddress } from "../client/mod.ts";

/** A user made for the demo, signed in. */
export interface DemoUser {
  email: string;
  password: string;
  supabase: SupabaseClient;
  /** The same user, without supabase-js. */
  address: ProjectAddress;
}

/**
 * Signs up a new user.
 *
 * @throws Error when the project refuses, or wants the address confirmed first.
 */
export async function signUp(apiUrl: string, publishableKey: string): Promise<DemoUser> {
  const supabase = createClient(apiUrl, publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const [name] = crypto.randomUUID().split("-");
  const email = `demo-${name}@example.com`;
  const password = crypto.randomUUID();
  const { data, error } = await supabase.auth.signUp({ email, password });
  if (error) throw new Error(`${apiUrl} did not sign up ${email}: ${error.message}`);
  if (!data.session) {
    throw new Error(
      `${apiUrl} wants ${email} confirmed by e-mail. Turn confirmation off for this test project, or ` +
        `run the demo on the local stack.`,
    );
  }
  const { access_token: accessToken } = data.session;
  const address = { url: apiUrl, key: publishableKey, accessToken };
  return { email, password, supabase, address };
}
