import { createClient } from "@supabase/supabase-js";
import { decodeJwt, importJWK, SignJWT } from "jose";
import assert from "node:assert/strict";
import { createRuntrailClient } from "../../../client/mod.ts";
import { devKeys } from "../../../stack/keys.ts";
import { isLocalStack, makeExecution, makeWorkflow, signUp, target, type User } from "../actors.ts";
import { startWatching } from "./start-watching.ts";

/** A token of the user that lasts so many seconds, signed with the local stack's own key. */
async function tokenFor(user: User, seconds: number): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return await new SignJWT({ ...decodeJwt(user.token), exp })
    .setProtectedHeader({ alg: "ES256", kid: devKeys.signingKey.kid })
    .sign(await importJWK(devKeys.signingKey, "ES256"));
}

// Only a key we hold can sign what lasts for seconds. supabase-js keeps timers.
const options = { ignore: !isLocalStack, sanitizeOps: false, sanitizeResources: false };

Deno.test("a watch outlives a token that expires, and asks for a new one", options, async () => {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  let { token } = owner;
  const supabase = createClient(target.apiUrl, target.publishableKey, {
    accessToken: () => Promise.resolve(token),
  });
  const watching = startWatching(createRuntrailClient(supabase), { workflow_id });
  const { watch, changes, states, until } = watching;
  await watch.ready;
  assert.equal(watch.state.connection, "live");
  token = await tokenFor(owner, 2);
  await supabase.realtime.setAuth();
  // The server closes the channels, and refuses questions until there is a newer one.
  await until(() => states.some(({ connection }) => connection === "polling"));
  const execution_id = await makeExecution(owner, workflow_id);
  token = owner.token;
  await until(() => watch.state.connection === "live");
  assert.deepEqual(changes.map((change) => change.execution_id), [execution_id]);
  await owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError();
  await until(() => changes.length === 2);
  assert.equal(watch.state.connection, "live");
  await watch.stop();
  await supabase.removeAllChannels();
});

Deno.test("a watch ends when somebody else signs in", options, async () => {
  const [owner, another] = [await signUp(), await signUp()];
  const workflow_id = await makeWorkflow(owner);
  const execution_id = await makeExecution(owner, workflow_id);
  let { token } = owner;
  const supabase = createClient(target.apiUrl, target.publishableKey, {
    accessToken: () => Promise.resolve(token),
  });
  const watching = startWatching(createRuntrailClient(supabase), { workflow_id }, {
    checkSeconds: 0.1,
  });
  await watching.watch.ready;
  token = another.token;
  await watching.until(() => watching.watch.state.connection === "stopped");
  assert.match(`${watching.watch.state.error}`, /Somebody else has signed in/);
  // What is not theirs to see is not gone for it.
  assert.deepEqual(watching.changes.map((change) => [change.execution_id, change.status]), [
    [execution_id, "running"],
  ]);
  await supabase.removeAllChannels();
});
