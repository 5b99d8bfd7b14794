import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { target } from "../actors.ts";
import { request } from "../request.ts";
import { codeBlocks, section } from "./read-readme.ts";

const ask = 'eval "$(npx --yes deno@2.9.6 task status --output env)"\n';

/** Runs a shell script with the Supabase under test and returns what it prints. */
async function printed(script: string): Promise<string> {
  // The machine may lack curl: a stand-in comes first on the PATH.
  const folder = await Deno.makeTempDir();
  const standIn = fileURLToPath(new URL("./curl-stand-in.ts", import.meta.url));
  await Deno.writeTextFile(
    `${folder}/curl`,
    `#!/bin/sh\nexec "${Deno.execPath()}" run -A --quiet "${standIn}" "$@"\n`,
    { mode: 0o755 },
  );
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-euc", script],
    env: {
      API_URL: target.apiUrl,
      PUBLISHABLE_KEY: target.publishableKey,
      PATH: `${folder}:${Deno.env.get("PATH")}`,
    },
  }).output();
  await Deno.remove(folder, { recursive: true });
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("README's variables for the examples name a user and a workflow of theirs", async () => {
  const [script = ""] = codeBlocks(section("## Examples"), "sh");
  // The stack under test has no fixed port; its variables are those of the environment.
  assert.ok(script.includes(ask));
  const show = 'echo "$ACCESS_TOKEN"; sh -c \'echo "$WORKFLOW_ID"\'';
  const [token, id] = (await printed(script.replace(ask, "") + show)).split("\n");
  const answer = await request("GET", `${target.apiUrl}/rest/v1/workflows?select=workflow_id`, {
    headers: { apikey: target.publishableKey, Authorization: `Bearer ${token}` },
  });
  const own: { workflow_id: string }[] = JSON.parse(answer.text);
  assert.ok(own.some(({ workflow_id }) => workflow_id === id), `${id}: ${answer.text}`);
});
