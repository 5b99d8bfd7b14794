import type { Connection, Statement } from "../wire/connection.ts";

const begin: Statement = { text: "begin", parameters: [] };
const commit: Statement = { text: "commit", parameters: [] };

// The settings that PostgREST makes for each request.
const names = ["role", "request.jwt.claims", "search_path", "request.method", "request.path"]
  .concat(
    ["request.headers", "request.cookies"],
  );
const preamble = `select ${
  names.map((name, index) => `set_config('${name}', $${index + 1}, true)`).join(", ")
}`;

/** Runs a statement as PostgREST would for this user, and returns its first column. */
export async function asUser(
  connection: Connection,
  userId: string,
  statement: Statement,
): Promise<string | null> {
  const claims = JSON.stringify({ sub: userId, role: "authenticated", aud: "authenticated" });
  const headers = JSON.stringify({ host: "127.0.0.1", "content-type": "application/json" });
  const settings: Statement = {
    text: preamble,
    parameters: [
      "authenticated",
      claims,
      "public, extensions",
      "POST",
      "/rpc/call",
      headers,
      "{}",
    ],
  };
  const answers = await connection.run([begin, settings, statement, commit]);
  return answers[2] ?? null;
}
