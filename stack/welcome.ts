/**
 * What `start` and `status` show: where things are, and requests that work as they stand.
 *
 * @param dataDir The folder that keeps the database, or null.
 */
export function welcome(
  env: Record<string, string>,
  dataDir: string | null,
  port: number,
): string {
  // A machine with Node alone has no other "deno".
  const task = (name: string) =>
    `npx --yes deno@${Deno.version.deno} task ${name}${port === 54321 ? "" : ` --port ${port}`}`;
  const lines = [
    ["API", env.API_URL],
    ["Functions", env.FUNCTIONS_URL],
    ["Dashboard", `${env.API_URL}/dashboard/`],
    ["Database", env.DB_URL],
    ["Publishable key", env.PUBLISHABLE_KEY],
    ["Secret key", `${env.SECRET_KEY} (development only)`],
    ["Data", dataDir ?? "removed when the stack ends"],
  ];
  return `
${lines.map(([name, value]) => `${name?.padEnd(16)} ${value}`).join("\n")}

Try it: sign in as a new anonymous user and ask for their running executions.

  TOKEN=$(curl -s ${env.API_URL}/auth/v1/signup -H 'apikey: ${env.PUBLISHABLE_KEY}' \\
    -H 'content-type: application/json' -d '{}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${env.FUNCTIONS_URL}/workflows/executions/active -H "Authorization: Bearer $TOKEN"

A real browser run, recorded (in a second terminal):

  ${task("demo")}

To end the stack: Ctrl-C where it runs, or ${task("stop")}
`;
}
