import { createRuntrailClient, type RuntrailClient } from "../client/mod.ts";

/** The client that the environment names: of a user, or of the service. */
export function clientOfEnvironment(): RuntrailClient {
  const [url, secret, publishable, accessToken] = [
    "API_URL",
    "SECRET_KEY",
    "PUBLISHABLE_KEY",
    "ACCESS_TOKEN",
  ].map((name) => Deno.env.get(name));
  if (url && accessToken && publishable) {
    return createRuntrailClient({ url, key: publishable, accessToken });
  }
  if (url && secret) return createRuntrailClient({ url, key: secret });
  throw new Error(
    "Set API_URL, and ACCESS_TOKEN with PUBLISHABLE_KEY (as a user) or SECRET_KEY (as the service).",
  );
}
