import assert from "node:assert/strict";
import { recordVisual } from "../../client/playwright/mod.ts";
import { countingBatches } from "./counting-batches.ts";
import { type PlayerScene, playerScene } from "./player-scene.ts";
import { shownText } from "./shown-text.ts";

let scene: PlayerScene;
Deno.test.beforeAll(async () => void (scene = await playerScene()));
Deno.test.afterAll(() => scene.close());

const from = Date.now() - 60_000;
const counting = { from, seconds: 20, batch: 5, copies: 10, word: "Second" };

Deno.test("a browser that is recorded is watched live, tab by tab, until its run ends", async () => {
  const { execution_id, session_id } = await scene.startRun();
  const site = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response("<h1>Begun</h1>", { headers: { "content-type": "text/html" } }),
  );
  const context = await scene.browser.newContext();
  const run = { session_id, client: scene.runtrail };
  const recorder = await recordVisual(context, run, { batchSeconds: 0.5, handleSignals: false });
  const recorded = await context.newPage();
  await recorded.goto(`http://127.0.0.1:${site.addr.port}/`);

  const page = await scene.open(`#session=${session_id}`);
  await shownText(page, "Begun");
  const live = page.getByRole("button", { name: "Live" });
  assert.equal(await live.getAttribute("aria-pressed"), "true");
  await recorded.locator("h1").evaluate((heading) => heading.textContent = "Going on");
  await shownText(page, "Going on");
  // Whoever goes back is left there, and can follow again.
  await page.keyboard.press("Home");
  await shownText(page, "Begun");
  assert.equal(await live.getAttribute("aria-pressed"), "false");
  await recorded.locator("h1").evaluate((heading) => heading.textContent = "Nearly done");
  await live.click();
  await shownText(page, "Nearly done");

  await recorder.stop();
  await scene.runtrail.updateExecution({ execution_id, status: "completed" });
  await page.getByText("completed").waitFor();
  await live.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Play" }).waitFor();
  await shownText(page, "Nearly done");
  await context.close();
  await page.context().close();
  await site.shutdown();
});

Deno.test("a live session is announced by its channel, and without it asked for", async () => {
  const { execution_id, session_id } = await scene.startRun();
  const batches = countingBatches(counting);
  const send = async (sequence: number) => {
    await scene.runtrail.recordVisualEvents({ session_id, sequence, events: batches[sequence]! });
  };
  await send(0);
  const joined = Promise.withResolvers<void>();
  const page = await scene.open(`#session=${session_id}`, {
    prepare: (context) =>
      Promise.resolve(
        context.on("page", (opened) =>
          opened.on("websocket", (socket) =>
            socket.on("framereceived", ({ payload }) => {
              if (/"phx_reply".*"status":"ok"|"ok".*"phx_reply"/.test(`${payload}`)) {
                joined.resolve();
              }
            }))),
      ),
  });
  await shownText(page, "Second 4");
  await joined.promise;
  await send(1);
  await shownText(page, "Second 9");
  await page.context().close();

  const deaf = await scene.open(`#session=${session_id}`, {
    prepare: (context) => context.routeWebSocket(/realtime/, (socket) => socket.close()),
  });
  await shownText(deaf, "Second 9");
  await send(2);
  await shownText(deaf, "Second 14");
  await scene.runtrail.updateExecution({ execution_id, status: "cancelled" });
  await deaf.getByText("cancelled").waitFor();
  await deaf.context().close();
});
