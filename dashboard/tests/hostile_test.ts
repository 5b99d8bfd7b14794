import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { hostileEvents } from "./hostile-events.ts";
import { type PlayerScene, playerScene } from "./player-scene.ts";
import { recordEvents } from "./record-events.ts";
import { serveFolder } from "./serve-folder.ts";
import { shownText } from "./shown-text.ts";
import { type Beacon, startBeacon } from "./start-beacon.ts";

let scene: PlayerScene;
let beacon: Beacon;
Deno.test.beforeAll(async () => {
  beacon = await startBeacon();
  scene = await playerScene();
});
Deno.test.afterAll(async () => {
  await scene.close();
  await beacon.stop();
});

/** What a real recorder makes of a hostile page: first as it is, then after it has changed. */
async function recordHostilePage() {
  const context = await scene.browser.newContext();
  const events = await recordEvents(context);
  const page = await context.newPage();
  await page.goto(`${beacon.url}/page`, { waitUntil: "domcontentloaded" });
  await page.locator("#late").evaluate((late) => {
    const copy = document.body.cloneNode(true) as HTMLElement;
    copy.querySelectorAll("#late").forEach((inner) => inner.remove());
    late.append(...copy.childNodes);
    document.querySelectorAll("img").forEach((img) => img.src += "?again");
  });
  await page.evaluate(() => document.querySelector("h1")!.textContent = "Out at last");
  while (!JSON.stringify(events).includes("Out at last")) await page.waitForTimeout(50);
  // The page did what it wants where it was recorded, so that not doing it elsewhere means something.
  assert.equal(await page.evaluate("self.ranInline && self.ranFile && self.ranHandler"), true);
  assert.ok(beacon.hits.includes("/image.png") && beacon.hits.includes("/frame"));
  await context.close();
  return events;
}

/** Plays a session to its end, and tells what it did that it should not have. */
async function watch(at: string, session: string, begin: string, end: string): Promise<Page> {
  const requests: string[] = [];
  beacon.hits.length = 0;
  const page = await scene.open(`#session=${session}`, {
    page: at,
    prepare: (context) =>
      context.route("**", (route) => {
        requests.push(route.request().url());
        return route.continue();
      }),
  });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`${error.stack}`));
  await shownText(page, begin);
  await page.getByRole("combobox", { name: "Speed" }).selectOption("16");
  await page.getByRole("button", { name: "Play" }).click();
  await shownText(page, end);
  await page.getByRole("button", { name: "Play" }).waitFor();
  // Back, by the other way to apply events; then a reader clicks and tabs about.
  await page.getByRole("slider", { name: "Time" }).press("Home");
  await shownText(page, begin);
  await page.getByRole("slider", { name: "Time" }).press("End");
  await shownText(page, end);
  await page.locator(".stage").click({ position: { x: 40, y: 40 } });
  for (let i = 0; i < 30; i++) {
    await page.keyboard.press("Tab");
    assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), "IFRAME");
  }
  const own = [new URL(at).origin, scene.apiUrl];
  const strange = requests.filter((url) => !/^(data|blob|about):/.test(url))
    .filter((url) => !own.includes(new URL(url).origin));
  assert.deepEqual([strange, beacon.hits, problems], [[], [], []]);
  return page;
}

async function assertNothingRan(page: Page, at: string, session: string): Promise<void> {
  for (const frame of page.frames()) {
    const isPage = frame === page.mainFrame();
    assert.equal(frame.url(), isPage ? `${at}#session=${session}` : "about:blank");
  }
  const marks = await page.evaluate(() => {
    const windows = [self, ...Array.from({ length: self.length }, (_, i) => self[i]!)];
    const flags = windows.flatMap((one) => Object.keys(one).filter((name) => /^ran/.test(name)));
    return [...flags, ...Object.keys(Object.prototype), ...("polluted" in {} ? ["polluted"] : [])];
  });
  assert.deepEqual(marks, []);
  assert.equal(page.context().pages().length, 1);
  await page.context().close();
}

async function replayBoth(at: string): Promise<void> {
  const recorded = await recordHostilePage();
  const byHand = hostileEvents(beacon.url, Date.now());
  for (
    const [events, begin, end] of [
      [recorded, "Out of here", "Out at last"],
      [byHand, "By hand", "By hand, to the end"],
    ] as const
  ) {
    const { session_id } = await scene.recordedRun({ main: [events] });
    const page = await watch(at, session_id, begin, end);
    await assertNothingRan(page, at, session_id);
  }
}

Deno.test("a hostile recording runs nothing, reaches nobody and goes nowhere", async () => {
  await replayBoth(`${scene.apiUrl}/dashboard/`);
});

Deno.test("the same holds on a static host that sets no headers", async () => {
  const dir = await Deno.makeTempDir();
  const build = fileURLToPath(new URL("../build/build-page.ts", import.meta.url));
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", build, "--out", dir],
  }).output();
  assert.ok(success);
  const host = serveFolder(dir);
  await replayBoth(host.url);
  await host.stop();
  await Deno.remove(dir, { recursive: true });
});
