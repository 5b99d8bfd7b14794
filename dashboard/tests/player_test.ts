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
const iso = (second: number) => new Date(from + second * 1000).toISOString();
const time = (page: Page) => page.getByRole("slider", { name: "Time" });

Deno.test("steps and log follow the replay and lead to their moments", async () => {
  const { execution_id, session_id } = await scene.startRun();
  for (const [sequence, events] of countingBatches(counting).entries()) {
    await scene.runtrail.recordVisualEvents({ session_id, sequence, events });
  }
  const step = { step: "Pay", id: "1" };
  await scene.runtrail.updateExecution({
    execution_id,
    append_logs: [
      { message: "Opened the shop", at: iso(2) },
      { kind: "step_started", ...step, at: iso(30) },
      { message: "The card was refused", level: "error", at: iso(60) },
      { kind: "step_finished", step: "Pay", step_id: "1", level: "error", at: iso(61) },
    ],
    status: "failed",
    error: "The card was refused",
  });
  const page = await scene.open(`#session=${session_id}`);
  const list = page.getByRole("complementary", { name: "Steps and log" });
  await list.getByRole("button", { name: "The card was refused" }).last().click();
  await shownText(page, "Second 60");
  assert.match(await list.locator("[aria-current]").innerText(), /1:00\s+The card was refused/);
  await page.locator("body").press("Shift+ArrowLeft");
  await shownText(page, "Second 30");
  assert.match(await list.locator("[aria-current]").innerText(), /0:30\s+Pay/);
  assert.equal(await page.locator(".mark-error").count() >= 1, true);
  assert.match(await time(page).getAttribute("aria-valuetext") ?? "", /, Pay$/);
  await list.getByRole("button", { name: "Errors" }).click();
  assert.equal(await list.getByRole("listitem").count(), 2);
  await page.context().close();
});

Deno.test("another tab is shown at the same moment, and not before it was there", async () => {
  const other = { ...counting, from: from + 30_000, seconds: 60, word: "Popup" };
  const { session_id } = await scene.recordedRun({
    ...{ main: countingBatches(counting), popup: countingBatches(other) },
  });
  const page = await scene.open(`#session=${session_id}&t=70`);
  await shownText(page, "Second 70");
  await page.getByText("https://shop.example/").waitFor();
  await page.getByRole("button", { name: "Tab 2" }).click();
  await shownText(page, "Popup 40");
  await page.keyboard.press("Home");
  await page.getByText("This tab was opened at 0:30.").waitFor();
  await page.getByRole("button", { name: "Tab 1" }).click();
  await shownText(page, "Second 0");
  await page.context().close();
});

Deno.test("what is missing is said, and what comes after it is shown", async () => {
  const batches = countingBatches(counting).map((events, n) => n === 6 || n === 7 ? null : events);
  const { session_id } = await scene.recordedRun({ main: batches });
  const page = await scene.open(`#session=${session_id}&t=35`);
  await page.getByText("From 0:29 to 0:40 the recording is missing.").waitFor();
  assert.equal(await page.locator(".seek-gap").count(), 1);
  await page.keyboard.press("l");
  await shownText(page, "Second 45");
  await page.context().close();
});

Deno.test("a damaged chunk is said, and the rest is shown", async () => {
  const { session_id } = await scene.recordedRun({ main: countingBatches(counting) });
  const page = await scene.open("");
  await page.route(/\/chunks\/main\/0\?/, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    // A chunk of which the end is not what it was.
    await route.fulfill({ response, body: body.fill(7, body.length - 20) });
  });
  await page.goto(`${scene.apiUrl}/dashboard/#session=${session_id}`);
  await page.getByText("Some of the recording could not be read").waitFor();
  await page.keyboard.press("End");
  await shownText(page, "Second 99");
  await page.context().close();
});

Deno.test("idle time is passed over when asked for", async () => {
  const begin = countingBatches({ ...counting, seconds: 3 });
  const rest = countingBatches({ ...counting, from: from + 90_000, seconds: 3, word: "Late" });
  const { session_id } = await scene.recordedRun({ main: [...begin, ...rest] });
  const page = await scene.open(`#session=${session_id}`);
  await shownText(page, "Second 0");
  await page.getByRole("button", { name: "Skip idle" }).click();
  await page.getByRole("button", { name: "Play" }).click();
  await shownText(page, "Late 2");
  await page.context().close();
});
