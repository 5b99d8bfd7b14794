import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { countingBatches } from "./counting-batches.ts";
import { type PlayerScene, playerScene } from "./player-scene.ts";
import { shownText } from "./shown-text.ts";

let scene: PlayerScene;
Deno.test.beforeAll(async () => void (scene = await playerScene()));
Deno.test.afterAll(() => scene.close());

const from = Date.now() - 60_000;
const counting = { from, seconds: 20, batch: 5, copies: 10, word: "Second" };

/** Changes what the API answers to one function, as far as the page can tell. */
async function answers(page: Page, name: string, change: (answer: object) => object) {
  await page.route(`**/functions/v1/${name}`, async (route) => {
    try {
      const response = await route.fetch();
      await route.fulfill({ response, json: change(await response.json()) });
    } catch {
      // The page was closed while it waited.
    }
  });
}

Deno.test("a session without a recording says why", async () => {
  const { execution_id, session_id } = await scene.startRun();
  const page = await scene.open(`#session=${session_id}`);
  await page.getByRole("heading", { name: "Nothing has arrived yet" }).waitFor();
  const [events = []] = countingBatches({ ...counting, seconds: 1 });
  await scene.runtrail.recordVisualEvents({ session_id, sequence: 0, events });
  await shownText(page, "Second 0");
  await scene.runtrail.updateExecution({ execution_id, status: "completed" });

  const empty = await scene.recordedRun({});
  await page.goto(`${scene.apiUrl}/dashboard/#session=${empty.session_id}`);
  await page.getByRole("heading", { name: "Nothing was recorded" }).waitFor();

  await answers(page, "visual-chunks", (answer) => ({
    ...answer,
    visual_expired_at: "2026-01-31T09:30:00+00:00",
  }));
  await page.goto(`${scene.apiUrl}/dashboard/#session=${session_id}`);
  await page.getByText("It was removed by retention on 31 Jan 2026.").waitFor();
  await page.context().close();
});

Deno.test("an error is shown with code and request, and what failed can be tried again", async () => {
  const { session_id } = await scene.recordedRun({ main: countingBatches(counting) });
  const page = await scene.open("#session=visual-none");
  const problem = page.getByRole("alert");
  await problem.getByText("There is no such session, or it belongs to someone else.").waitFor();
  assert.match(await problem.innerText(), /visual_session_not_found · request \S{8}/);

  let isDown = true;
  await page.route("**/chunks/**", (route) => isDown ? route.abort() : route.continue());
  await page.goto(`${scene.apiUrl}/dashboard/#session=${session_id}`);
  await problem.getByText("The server did not answer.").waitFor();
  isDown = false;
  await problem.getByRole("button", { name: "Try again" }).click();
  await shownText(page, "Second 0");
  await page.context().close();
});

Deno.test("sessions are listed, filtered and opened, and signing out hides them", async () => {
  const { session_id } = await scene.recordedRun({ main: countingBatches(counting) });
  await scene.startRun();
  const page = await scene.open("");
  const rows = page.getByRole("row", { name: "Order supplies" });
  await rows.first().waitFor();
  await page.getByRole("checkbox", { name: "Running now" }).check();
  await rows.filter({ hasText: "completed" }).first().waitFor({ state: "detached" });
  await rows.filter({ hasText: "running" }).first().waitFor();
  await page.goBack();
  await rows.filter({ hasText: "completed" }).first().getByRole("link").click();
  await shownText(page, "Second 0");
  assert.match(page.url(), new RegExp(`#session=${session_id}$`));
  await page.getByRole("link", { name: "Sessions" }).click();
  await rows.first().waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Password").fill("wrong-password");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("Invalid login credentials").waitFor();
  assert.equal(await rows.count(), 0);
  await page.context().close();
});
