import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromiumProgram } from "../../../demo/chromium-program.ts";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { codeBlocks, section } from "./read-readme.ts";

const root = new URL("../../../", import.meta.url);

/** Runs a program with the project's import map, as if it stood in the repository's root. */
async function run(code: string, env: Record<string, string>): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/example.ts`;
    await Deno.writeTextFile(file, code.replaceAll('from "./', `from "${root.href}`));
    const config = fileURLToPath(new URL("deno.json", root));
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--check", "--config", config, file],
      env: { ...env, NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const headings = [
  "### supabase-js",
  "### The typed client",
  "## Tracking a run",
  "## Recording a browser",
  "## Visual sessions",
  "## Batches",
  "## Watch runs live",
  "## Timeline",
  "## Comparing",
  "## Export",
  "### Heartbeats",
  "### Asking a run to stop",
  "### Policies",
  "### Deleting",
  "## Quotas",
];

for (const heading of headings) {
  for (const [at, code] of codeBlocks(section(heading), "ts").entries()) {
    Deno.test(`README's example "${heading.slice(4)}" ${at + 1} runs as it stands`, async () => {
      const user = await signUp();
      const chromium = code.includes("CHROMIUM") ? await chromiumProgram() : null;
      const printed = await run(code, {
        ...(chromium ? { CHROMIUM: chromium.path, ...chromium.env } : {}),
        API_URL: target.apiUrl,
        PUBLISHABLE_KEY: target.publishableKey,
        ACCESS_TOKEN: user.token,
        USER_ID: user.userId,
        SECRET_KEY: target.secretKey,
        WORKFLOW_ID: await makeWorkflow(user),
      });
      assert.doesNotMatch(printed, /undefined|null|NaN/);
      const prints = code.includes("console.log(");
      assert.equal(printed.trim() !== "", prints, printed);
    });
  }
}
