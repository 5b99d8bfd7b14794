import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import { makeWorkflow, signedOut, signUp } from "../actors.ts";
import { request } from "../request.ts";

Deno.test("the viewer_url of a run leads anybody to the player page with the session behind a #", async () => {
  const owner = await signUp();
  const { viewer_url, session_id } = await createRuntrailClient(owner.client).createExecution({
    workflow_id: await makeWorkflow(owner),
    visual_streaming_enabled: true,
  });
  const { status, headers, text } = await request("GET", `${viewer_url}`);
  assert.deepEqual([status, text], [302, ""]);
  assert.ok(headers.get("location")?.endsWith(`/#session=${session_id}`));
});

Deno.test("visual-viewer tells nobody whether a session exists", async () => {
  for (const { client } of [signedOut(), await signUp()]) {
    const session_id = `session-${crypto.randomUUID()}`;
    const { player_url } = await createRuntrailClient(client).visualViewer({ session_id });
    const { data } = await client.functions.invoke("visual-viewer", { body: { session_id } });
    assert.equal(data.player_url, player_url);
    const { status, headers } = await request("GET", `/workflows/visual/${session_id}/viewer`);
    assert.deepEqual([status, headers.get("location")], [302, player_url]);
  }
});

Deno.test("visual-viewer refuses what is no session", async () => {
  const { status, fields } = await request("GET", "/workflows/visual/a%22b/viewer");
  assert.deepEqual([status, fields.code], [400, "invalid_parameter"]);
});
