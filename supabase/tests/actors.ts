/** Who acts in the HTTP tests, and the Supabase they act on. Each test makes its own users. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";

/** The Supabase under test, as `stack/with-stack.ts` or the environment names it. */
export const target = {
  apiUrl: variable("API_URL"),
  databaseUrl: variable("DB_URL"),
  publishableKey: variable("PUBLISHABLE_KEY"),
  secretKey: variable("SECRET_KEY"),
};

/** Where the edge functions answer. */
export const functionsUrl = `${target.apiUrl}/functions/v1`;

/** Whether this is the local stack, whose signing key is known. */
export const isLocalStack = Deno.env.get("RUNTRAIL_TEST_TARGET") !== "external";

/** Someone who sends requests. */
export interface Actor {
  readonly client: SupabaseClient;
  /** The same credentials for plain `fetch`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A signed-in user. */
export interface User extends Actor {
  readonly userId: string;
  /** Access token. */
  readonly token: string;
}

/** Signs up a new user. */
export async function signUp(): Promise<User> {
  const client = clientWith(target.publishableKey);
  const email = `${crypto.randomUUID()}@example.com`;
  return user(client, await client.auth.signUp({ email, password: crypto.randomUUID() }));
}

/** Signs in a new user who gives no name. */
export async function signInAnonymously(): Promise<User> {
  const client = clientWith(target.publishableKey);
  return user(client, await client.auth.signInAnonymously());
}

/** Nobody: the publishable key alone. */
export function signedOut(): Actor {
  return {
    client: clientWith(target.publishableKey),
    headers: { apikey: target.publishableKey },
  };
}

/** The service: the secret key. */
export function service(): Actor {
  return { client: clientWith(target.secretKey), headers: { apikey: target.secretKey } };
}

/** Makes a workflow of this user through the table, as owners do. */
export async function makeWorkflow(owner: User, name = "a workflow"): Promise<string> {
  const { data } = await owner.client.from("workflows").insert({ name }).select("workflow_id")
    .single().throwOnError();
  return data.workflow_id;
}

/** Makes a workflow that everyone signed in may run. */
export async function makePublicWorkflow(): Promise<string> {
  const { data } = await service().client.from("workflows")
    .insert({ name: "a public workflow", owner_id: null }).select("workflow_id").single()
    .throwOnError();
  return data.workflow_id;
}

/** Starts a run, with any parameters of create_execution(), and returns its id. */
export async function makeExecution(
  actor: Actor,
  workflow_id: string,
  parameters: Record<string, unknown> = {},
): Promise<string> {
  const { data } = await actor.client.rpc("create_execution", { workflow_id, ...parameters })
    .throwOnError();
  return data.execution_id;
}

interface SignedIn {
  readonly data: {
    readonly user: { readonly id: string } | null;
    readonly session: { readonly access_token: string } | null;
  };
  readonly error: Error | null;
}

function user(client: SupabaseClient, { data, error }: SignedIn): User {
  if (error) throw error;
  if (!data.user || !data.session) {
    throw new Error("Signing up gave no session: turn off e-mail confirmation in the target.");
  }
  const token = data.session.access_token;
  return {
    client,
    userId: data.user.id,
    token,
    headers: { apikey: target.publishableKey, authorization: `Bearer ${token}` },
  };
}

function clientWith(key: string): SupabaseClient {
  // A timer that refreshes tokens would outlive the test.
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
  return createClient(target.apiUrl, key, { auth });
}

function variable(name: string): string {
  const value = Deno.env.get(name);
  if (!value) {
    throw new Error(`${name} is not set: run "deno task test:http", which starts a stack.`);
  }
  return value.replace(/\/$/, "");
}
