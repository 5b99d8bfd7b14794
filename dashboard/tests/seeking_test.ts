import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { countingBatches } from "./counting-batches.ts";
import { type PlayerScene, playerScene } from "./player-scene.ts";
import { shownText } from "./shown-text.ts";

let scene: PlayerScene;
Deno.test.beforeAll(async () => void (scene = await playerScene()));
Deno.test.afterAll(() => scene.close());

const from = Date.now() - 120_000;
const counting = { from, seconds: 100, batch: 5, copies: 20, word: "Second" };
const recordingRequest = /\/functions\/v1\/(visual-chunks|workflows\/visual\/)/;
const time = (page: Page) => page.getByRole("slider", { name: "Time" });

/** Lets requests of a recording through up to a number; those after get no answer. */
async function allowRequests(page: Page, count: number) {
  const gate = { asked: [] as string[], allowed: count };
  await page.route(recordingRequest, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (gate.asked.push(pathname.split("/").slice(3).join("/")) > gate.allowed) return;
    await route.continue();
  });
  return gate;
}

Deno.test("a session is there after two requests, and any moment of it after two more", async () => {
  const { session_id } = await scene.recordedRun({ main: countingBatches(counting) });
  const page = await scene.open("");
  const gate = await allowRequests(page, 2);
  await page.goto(`${scene.apiUrl}/dashboard/#session=${session_id}`);
  await shownText(page, "Second 0");
  // The list of all chunks, which is read behind the first frame.
  while (gate.asked.length < 3) await page.waitForTimeout(20);
  gate.allowed = 5;
  const bar = await time(page).boundingBox();
  await time(page).click({ position: { x: (bar?.width ?? 0) * 0.45, y: 14 } });
  const second = Number(await time(page).getAttribute("aria-valuenow"));
  assert.ok(second > 41 && second < 59, `${second}`);
  await shownText(page, `Second ${second}`);
  const chunk = (sequence: number) => `workflows/visual/${session_id}/chunks/main/${sequence}`;
  assert.deepEqual(gate.asked.slice(0, 5), [
    ...["visual-chunks", chunk(0), "visual-chunks", "visual-chunks", chunk(8)],
  ]);
  await page.context().close();
});

Deno.test("a link opens its session after the sign-in, at its moment", async () => {
  const { session_id, viewer_url } = await scene.recordedRun({ main: countingBatches(counting) });
  const page = await scene.open(`#session=${session_id}&t=71`);
  await shownText(page, "Second 71");
  assert.equal(await time(page).getAttribute("aria-valuenow"), "71");
  const said = await time(page).getAttribute("aria-valuetext");
  assert.match(said ?? "", /^1 minute 11 seconds of 2 minutes/);
  // The run's own link leads to the page, too.
  await page.goto(viewer_url);
  await shownText(page, "Second 0");
  await page.context().close();
});

Deno.test("keys move the replay, in the page and on the bar", async () => {
  const { session_id } = await scene.recordedRun({ main: countingBatches(counting) });
  const page = await scene.open(`#session=${session_id}&t=50`);
  await shownText(page, "Second 50");
  for (
    const [key, second] of [
      ...[["ArrowRight", 55], ["l", 65], ["j", 55], ["ArrowLeft", 50], ["Home", 0]],
    ] as const
  ) {
    await page.keyboard.press(key);
    await shownText(page, `Second ${second}`);
  }
  for (const [key, second] of [["PageUp", 30], ["ArrowDown", 25], ["ArrowUp", 30]] as const) {
    await time(page).press(key);
    await shownText(page, `Second ${second}`);
  }
  await page.keyboard.press("End");
  await shownText(page, "Second 99");
  await page.keyboard.press("Home");
  await page.keyboard.press(">");
  await page.keyboard.press(">");
  assert.equal(await page.getByRole("combobox", { name: "Speed" }).inputValue(), "4");
  await page.keyboard.press(" ");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await shownText(page, "Second 3");
  await page.keyboard.press("k");
  await page.getByRole("button", { name: "Play" }).waitFor();
  await page.context().close();
});
