import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createRuntrailClient } from "../../../client/mod.ts";
import { startBrowser } from "../../../demo/browser.ts";
import { makeWorkflow, signUp, target } from "../actors.ts";

async function bundled(): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--format", "iife"].concat(
      fileURLToPath(new URL("in-browser.ts", import.meta.url)),
    ),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("the client tracks a run in a browser, with nothing but what browsers have", async () => {
  const user = await signUp();
  const workflow_id = await makeWorkflow(user);
  const code = await bundled();
  assert.doesNotMatch(code, /\bimport\s*["'{(*]|\brequire\(/, "a module that is not bundled");
  assert.ok(!/zod/i.test(code), "schemas are bundled");
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: code });
    const address = { url: target.apiUrl, key: target.publishableKey, accessToken: user.token };
    const problems = await page.evaluate(
      `(async () => {
        const { createRuntrailClient, track } = runtrail;
        const problems = [];
        await track(createRuntrailClient(${JSON.stringify(address)}), {
          workflow_id: ${JSON.stringify(workflow_id)},
          inputs: { password: "correct horse" },
          secret_inputs: ["password"],
          spill: "nowhere",
          onTrackingError: ({ kind, message }) => problems.push(kind + ": " + message),
        }, async (run) => {
          run.log("typed correct+horse");
          await run.step("work", () => {});
          return { title: document.title };
        });
        return problems;
      })()`,
    );
    // A browser has no disk for it, which is told and changes nothing.
    assert.deepEqual(problems, [
      "lost: Nothing is kept on disk: Spilling to disk needs Node 20.16 or later, or Deno.",
    ]);
  } finally {
    await browser.close();
  }
  const client = createRuntrailClient(user.client);
  const { executions: [run] } = await client.executionHistory({ workflow_id });
  const shown = await client.executionDetail({ execution_id: run?.execution_id ?? "" });
  assert.deepEqual([shown.status, shown.result, shown.inputs], [
    ...["completed", { title: "" }, { password: "[redacted]" }],
  ]);
  assert.deepEqual(shown.events.map(({ message, kind }) => message ?? kind), [
    ...["typed [redacted]", "step_started", "step_finished"],
  ]);
});
