import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { createRuntrailClient } from "../../../client/mod.ts";
import { startBrowser } from "../../../demo/browser.ts";
import { signUp } from "../../../demo/sign-up.ts";
import { columnsWith } from "./columns-with.ts";
import { exportsOfRuns } from "./exports-of-runs.ts";
import { plantControls } from "./plant-controls.ts";
import { type PlantedValue, plantedValue } from "./planted-value.ts";
import { runWithSecrets } from "./run-with-secrets.ts";
import { serveSecretPage, spots } from "./secret-page.ts";
import { startWatchedStack, watchChannels } from "./watched-stack.ts";

const texts = (...of: unknown[]) => of.map((one) => JSON.stringify(one)).join("\n");

/** Where the marker, which is no secret, must be found. */
const columns = [
  ...["data", "message", "step"].map((column) => `public.execution_events.${column}`),
  "public.visual_chunks.content",
  ...["error", "inputs", "metadata", "result", "tags"]
    .map((column) => `public.workflow_executions.${column}`),
  "realtime.messages_default.payload",
];

/** That the page showed the marker wherever it can, and all of it was recorded. */
function assertRecorded(recorded: string, { value, forms, head, needles }: PlantedValue) {
  for (const needle of needles) assert.ok(recorded.includes(needle), needle);
  for (const spot of [...spots, ...Object.keys(forms)]) {
    assert.match(recorded, new RegExp(`\\b${spot}(=|%3D)[^,]`), `${spot} is not recorded`);
  }
  const typed = (text: string) => `"text":${JSON.stringify(text)}`;
  assert.ok(recorded.includes(typed(value)) && recorded.includes(typed(head)));
  const [half, rest] = [value.slice(0, value.length / 2), value.slice(value.length / 2)];
  for (const text of [`late-split=${half}`, rest]) {
    assert.ok(recorded.includes(`"textContent":${JSON.stringify(text)}`), text);
  }
}

Deno.test({
  name: "a secret of a recorded run is in no table, chunk, answer, export, channel, file or log",
  // supabase-js keeps timers.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using owned = new AsyncDisposableStack();
    const stack = owned.use(await startWatchedStack());
    const [secret, marker] = [plantedValue("K"), plantedValue("M")];
    const site = serveSecretPage([secret, marker]);
    owned.defer(site.stop);
    const browser = await startBrowser();
    owned.defer(() => browser.close());
    const spill = await Deno.makeTempDir();
    owned.defer(() => Deno.remove(spill, { recursive: true }));
    const { API_URL = "", PUBLISHABLE_KEY = "" } = stack.env;
    const { supabase, address } = await signUp(API_URL, PUBLISHABLE_KEY);
    const { data: { workflow_id } } = await supabase.from("workflows").insert({ name: "sign in" })
      .select("workflow_id").single<{ workflow_id: string }>().throwOnError();
    const client = createRuntrailClient(address);

    const [frames, streamed]: [string[], unknown[]] = [[], []];
    let streaming: Promise<void> | undefined;
    const { session_id, execution_id, files, problems } = await runWithSecrets({
      ...{ address, workflow_id, browser, siteUrl: site.url, spill, secret, marker },
      async began({ execution_id, session_id }) {
        const topics = [`execution:${execution_id}`, `visual:${execution_id}`];
        const watcher = await watchChannels(stack.env, `${address.accessToken}`, topics, frames);
        owned.defer(() => watcher.removeAllChannels().then(() => {}));
        streaming = Array.fromAsync(client.visualStream({ session_id }))
          .then((lines) => void streamed.push(...lines));
      },
    });
    await streaming;
    assert.ok(frames.some((frame) => frame.includes("visual_chunk")));
    const token = `${address.accessToken}`;
    await plantControls(stack, token, marker.head, `visual:${execution_id}`, frames);

    let recorded = "";
    const index = await client.visualChunks({ session_id });
    for (const { tab, sequence } of index.chunks) {
      const { bytes } = await client.visualChunk({ session_id, tab, sequence });
      recorded += gunzipSync(bytes).toString();
    }
    assertRecorded(recorded, marker);
    const history = { workflow_id, include_payloads: true };
    const places: Record<string, string> = {
      ...{ chunks: recorded, stream: texts(...streamed), channels: frames.join("\n") },
      ...{ "spilled files": files, "log of the stack": stack.log.join("\n") },
      "log of Postgres": await stack.postgresLog(),
      detail: texts(await client.executionDetail({ execution_id })),
      history: texts(await client.executionHistory(history)),
      ...await exportsOfRuns(client, workflow_id),
    };
    const within = (text: string, { needles }: PlantedValue) =>
      needles.filter((needle) => text.includes(needle));
    for (const [place, text] of Object.entries(places)) {
      assert.notDeepEqual(within(text, marker), [], `${place} without the marker`);
      assert.deepEqual(within(text, secret), [], place);
    }
    // These have nothing of the page or the run's payloads to tell.
    const sessions = await client.visualSessions({});
    assert.deepEqual(within(texts(index, sessions, ...problems), secret), []);
    assert.deepEqual(await columnsWith(stack.admin, marker.needles), columns);
    assert.deepEqual(await columnsWith(stack.admin, secret.needles), []);
    assert.match(recorded, /"text":"\[redacted\]"/);
  },
});
