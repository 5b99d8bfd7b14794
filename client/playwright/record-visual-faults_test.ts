import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { recordVisual } from "./mod.ts";
import { browserTests } from "./test-browser.ts";
import { assertShows, shownNow, startReplay } from "./test-replay.ts";
import { noted, startSession, type TestSession } from "./test-session.ts";
import { assertWithoutGaps, lastTick, recordedTicks, tickingScript } from "./test-ticks.ts";
import { until } from "./test-until.ts";

const test = browserTests({
  "/ticking.js": tickingScript,
  "/page": `<h1>A page</h1><div id="ticks"></div><script src="/ticking.js"></script>`,
});

const failure = (status: number) => Object.assign(new Error(`HTTP ${status}`), { status });

/** Waits until the page shows so many lines more. */
async function ticksOn(page: Page, ticks: number): Promise<void> {
  await page.locator("#ticks p").nth(await lastTick(page) + ticks).waitFor({ state: "attached" });
}

/** What is missing according to the batches: how many events before which sequence. */
function gaps({ batches }: TestSession): [sequence: number, missing: number][] {
  let expected = 0;
  return batches.flatMap(({ sequence, event_offset, events }) => {
    const missing = event_offset - expected;
    expected = event_offset + events.length;
    return missing > 0 ? [[sequence, missing] as [number, number]] : [];
  });
}

const down = failure(503);
for (const fault of [failure(0), down, "silence"] as const) {
  const what = fault === "silence" ? "does not answer" : `answers ${fault.message}`;
  test(`recordVisual() loses nothing while the API ${what}`, async ({ context, site }) => {
    const session = await startSession();
    const recorder = await recordVisual(context, session.run, { batchSeconds: 0.1 });
    const page = await context.newPage();
    await page.goto(`${site.url}/page`);
    session.fault = fault;
    await ticksOn(page, fault === down ? 250 : 60);
    const last = await lastTick(page);
    session.fault = null;
    const { lost_events, events } = await recorder.stop();
    await session.assertStored();
    assert.deepEqual([events, lost_events], [session.events().length, 0]);
    assert.ok(session.calls > session.batches.length, "calls were repeated");
    assertWithoutGaps(recordedTicks(session.events())[0], 3, last);
    const sequences = session.batches.map(({ sequence }) => sequence);
    assert.deepEqual(sequences, sequences.map((_, i) => i));
  });
}

test("recordVisual() leaves out what it cannot hold, names it, and goes on with a copy", async ({ context, site, browser }) => {
  const session = await startSession();
  const options = { batchSeconds: 0.05, maxHeldBytes: 4000 };
  const recorder = await recordVisual(context, session.run, options);
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 10);
  session.fault = failure(503);
  await ticksOn(page, 150);
  session.fault = null;
  await until(() => gaps(session).length > 0);
  await ticksOn(page, 10);
  const shown = await shownNow(page);
  const { lost_events, events } = await recorder.stop();
  await session.assertStored();

  const [[sequence, missing], ...others] = gaps(session) as [[number, number]];
  assert.deepEqual(others, []);
  assert.deepEqual([events, lost_events], [session.events().length, missing]);
  const next = session.batches.find((batch) => batch.sequence === sequence);
  assert.deepEqual(next?.events.slice(0, 2).map(({ type }) => type), [4, 2]);
  const replay = await startReplay(browser, session.events());
  assertShows(await replay.textAt(shown.timestamp), shown);
});

test("recordVisual() ends in bounded time when the API never answers, and counts the loss", async ({ context, site }) => {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run, { stopSeconds: 0.5 });
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 5);
  session.fault = "silence";
  const { events, lost_events } = await recorder.stop();
  await session.assertStored();
  assert.equal(events, 0);
  assert.ok(lost_events >= 2, `${lost_events} events, the page and its first picture among them`);
});

test("recordVisual() ends when the session takes no more, and tells why", async ({ context, site }) => {
  const session = await startSession();
  const errors: unknown[] = [];
  const recorder = await recordVisual(context, session.run, {
    batchSeconds: 0.1,
    onError: (error) => errors.push(error),
  });
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 20);
  const { events } = recorder.summary();
  assert.ok(events > 0);
  session.fault = failure(409);
  await ticksOn(page, 50);
  const { calls } = session;
  await ticksOn(page, 20);
  assert.equal(session.calls, calls);
  const { lost_events } = await recorder.stop();
  await session.assertStored();
  assert.ok(lost_events > 0);
  assert.deepEqual(new Set(errors.map(String)), new Set(["Error: HTTP 409"]));
});

test("recordVisual() leaves out a batch that is refused, and goes on with a copy", async ({ context, site }) => {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run, { batchSeconds: 0.1 });
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 10);
  const { calls } = session;
  session.fault = failure(400);
  await until(() => session.calls > calls);
  session.fault = null;
  await ticksOn(page, 20);
  const { lost_events } = await recorder.stop();
  await session.assertStored();
  const [[sequence, missing]] = gaps(session) as [[number, number]];
  assert.equal(lost_events, missing);
  const after = session.batches.filter((batch) => batch.sequence >= sequence);
  assert.ok(after.flatMap(({ events }) => events).some(({ type }) => type === 2));
});

test("recordVisual() makes a copy of the document when the API asks for one", async ({ context, site }) => {
  const session = await startSession();
  session.snapshotWanted = true;
  const recorder = await recordVisual(context, session.run, { batchSeconds: 0.1 });
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 40);
  await recorder.stop();
  await session.assertStored();
  const copies = session.events().filter(({ type }) => type === 2).length;
  // Once, although every answer asks: the copy is on its way.
  assert.equal(copies, 2);
});

test("recordVisual() sends what it has when a page crashes", async ({ context, site }) => {
  const session = await startSession();
  const { run, received } = noted(session);
  const recorder = await recordVisual(context, run);
  const page = await context.newPage();
  await page.goto(`${site.url}/page`);
  await ticksOn(page, 20);
  const last = await lastTick(page);
  await until(() => recordedTicks(received)[0]?.includes(last) === true);
  const crashed = page.waitForEvent("crash");
  await page.goto("chrome://crash").catch(() => {});
  await crashed;
  await until(() => session.batches.length > 0);
  assertWithoutGaps(recordedTicks(session.events())[0], 3, last);
  assert.equal(session.batches.at(-1)?.final, true);
  const { lost_events } = await recorder.stop();
  await session.assertStored();
  assert.equal(lost_events, 0);
});

for (const closing of ["page", "context", "browser"] as const) {
  test(`recordVisual() sends what it has when the ${closing} is closed`, async ({ context, site, browser }) => {
    const session = await startSession();
    const { run, received } = noted(session);
    const recorder = await recordVisual(context, run);
    const page = await context.newPage();
    await page.goto(`${site.url}/page`);
    await ticksOn(page, 20);
    const last = await lastTick(page);
    await until(() => recordedTicks(received)[0]?.includes(last) === true);
    await { page, context, browser }[closing].close();
    const { events } = await recorder.stop();
    await session.assertStored();
    assert.equal(events, session.events().length);
    assertWithoutGaps(recordedTicks(session.events())[0], 3, last);
    assert.equal(session.batches.at(-1)?.final, true);
  });
}
