import assert from "node:assert/strict";
import { service } from "../actors.ts";
import { batchOfTab, makeScene } from "./scene.ts";

Deno.test("outsiders record nothing into an owner's session, and learn nothing of it", async () => {
  const { owner, execution_id, session_id, outsiders } = await makeScene();
  const read = () =>
    owner.client.from("visual_recordings").select("*, visual_chunks(*)")
      .eq("execution_id", execution_id).single().throwOnError();
  const before = await read();
  for (const [who, { client }] of Object.entries(outsiders)) {
    const attempt = async (session_id: string, parameters: Record<string, unknown> = {}) => {
      const { error, status } = await client.rpc("record_visual_events", {
        session_id,
        ...batchOfTab("main"),
        ...parameters,
      });
      return { status, ...error, details: error?.details?.replace(session_id, "…") };
    };
    const denied = await attempt(session_id);
    assert.equal(denied.message, who === "nobody" ? denied.message : "visual_session_not_found");
    assert.equal(denied.status, who === "nobody" ? 401 : 404, who);
    assert.deepEqual(await attempt("no-such-session"), denied, who);
    // The very batch that is there, another one in its place, and what cannot be right.
    for (const parameters of [{ tab: "x" }, { digest: "0".repeat(64) }, { sequence: -1 }]) {
      assert.deepEqual(await attempt(session_id, parameters), denied, who);
    }
    const forOwner = await attempt(session_id, { user_id: owner.userId });
    assert.equal(forOwner.status, who === "nobody" ? 401 : 400, who);
  }
  assert.deepEqual((await read()).data, before.data);
});

Deno.test("the service records into the session of the user it names, and no other", async () => {
  const [mine, theirs] = [await makeScene(), await makeScene()];
  const record = (session_id: string, user_id: string) =>
    service().client.rpc("record_visual_events", { session_id, user_id, ...batchOfTab("service") });
  const { error } = await record(mine.session_id, theirs.owner.userId);
  assert.equal(error?.message, "visual_session_not_found");
  const { data } = await record(mine.session_id, mine.owner.userId).throwOnError();
  assert.equal(data.execution_id, mine.execution_id);
});
