/**
 * A runner that a test kills: tracks a run with `spill` and logs a line after the other, each of
 * which it prints once it has logged it. With the argument `cut` the API cannot be reached; the last
 * argument is how many seconds the run may take.
 */
import { createRuntrailClient, track } from "../../../client/mod.ts";

const [workflow_id = "", spill = "", how = "", limit = ""] = Deno.args;
const client = createRuntrailClient({
  url: how === "cut" ? "http://127.0.0.1:1" : Deno.env.get("API_URL") ?? "",
  key: Deno.env.get("PUBLISHABLE_KEY") ?? "",
  accessToken: Deno.env.get("ACCESS_TOKEN") ?? "",
});
const options = { workflow_id, spill, createSeconds: 2, timeout_seconds: Number(limit) };
await track(client, options, async (run) => {
  console.log(`run ${run.execution_id}`);
  for (let n = 1;; n++) {
    run.log(`line ${n}`);
    console.log(`line ${n}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
});
