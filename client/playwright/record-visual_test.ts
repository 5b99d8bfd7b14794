import assert from "node:assert/strict";
import { recordVisual } from "./mod.ts";
import { browserTests } from "./test-browser.ts";
import { assertShows, shownNow, startReplay } from "./test-replay.ts";
import { noted, startSession } from "./test-session.ts";
import { assertWithoutGaps, lastTick, recordedTicks, tickingScript } from "./test-ticks.ts";
import { until } from "./test-until.ts";

const body = `<h1>A page</h1><div id="ticks"></div><script src="/ticking.js"></script>`;
const strict = "default-src 'none'; script-src 'self'; sandbox allow-scripts";
const pages = {
  "/ticking.js": tickingScript,
  "/one": body,
  "/two": body,
  "/strict": { body, headers: { "content-security-policy": strict } },
  "/popup": `<button onclick="window.open('/two')">Open</button>`,
  "/framed": `<h1>Outside</h1><iframe src="/inside"></iframe><div id="host"></div>
    <script>
      const root = document.querySelector("#host").attachShadow({ mode: "open" });
      root.innerHTML = "<p>in the shadow</p>";
    </script>`,
  "/inside": `<p>in the frame</p>`,
  "/growing": `<p id="text"></p>`,
  "/nosy.js": `document.querySelector("h1").textContent =
    Object.keys(globalThis).filter((name) => name.includes("runtrail")).join() || "none"`,
  "/nosy": `<h1></h1><script src="/nosy.js"></script>`,
};

const test = browserTests(pages);

for (const quality of ["standard", "high"] as const) {
  test(
    `recordVisual() records a page with a strict CSP so that rrweb's player shows the same, ${quality}`,
    async ({ context, site, browser }) => {
      const session = await startSession();
      const recorder = await recordVisual(context, session.run, { quality });
      const page = await context.newPage();
      await page.goto(`${site.url}/strict`);
      const shown = [];
      for (let i = 0; i < 3; i++) {
        await page.waitForTimeout(150);
        shown.push(await shownNow(page));
      }
      const { events, lost_events, seconds, bytes } = await recorder.stop();
      await session.assertStored();
      assert.deepEqual([events, lost_events], [session.events().length, 0]);
      assert.ok(seconds > 0.3 && bytes > 1000);
      const replay = await startReplay(browser, session.events());
      for (const seen of shown.reverse()) {
        assert.match(seen.text, /tick \d/);
        const replayed = await replay.textAt(seen.timestamp);
        if (quality === "high") assert.equal(replayed, seen.text);
        else assertShows(replayed, seen);
      }
    },
  );
}

test(
  "recordVisual() records a page until it is left for its own site or another",
  async ({ context, site }) => {
    const session = await startSession();
    const recorder = await recordVisual(context, session.run);
    const page = await context.newPage();
    const left: number[] = [];
    for (const url of [site.url, site.url, site.otherUrl, site.url]) {
      await page.goto(`${url}/one`);
      await page.waitForTimeout(300);
      left.push(await lastTick(page));
    }
    const { events, lost_events } = await recorder.stop();
    await session.assertStored();
    const ticks = recordedTicks(session.events());
    assert.equal(ticks.length, 4);
    ticks.forEach((recorded, i) => assertWithoutGaps(recorded, 3, left[i]!));
    // What happens while another site is already there is known once the tab comes back.
    const { event_offset, events: last } = session.batches.at(-1)!;
    assert.equal(event_offset + last.length, events + lost_events);
    assert.equal(new Set(session.batches.map(({ tab }) => tab)).size, 1);
  },
);

test(
  "recordVisual() records every tab by itself, popups too, and about:blank not at all",
  async ({ context, site }) => {
    const session = await startSession();
    const { run, received } = noted(session);
    const recorder = await recordVisual(context, run);
    const [first, second, blank] = [
      await context.newPage(),
      await context.newPage(),
      await context.newPage(),
    ];
    await Promise.all([first.goto(`${site.url}/popup`), second.goto(`${site.otherUrl}/one`)]);
    await blank.waitForTimeout(50);
    const opened = context.waitForEvent("page");
    await first.getByRole("button").click();
    await (await opened).locator("#ticks p").nth(5).waitFor();
    // The first page of a popup is recorded a moment after it began.
    await until(() => JSON.stringify(received).includes(`"href":"${site.url}/two"`));
    await second.close();
    await recorder.stop();
    await session.assertStored();
    const urls = new Map<string, Set<unknown>>();
    const sequences = new Map<string, number[]>();
    for (const { tab, sequence, events, final } of session.batches) {
      const metas = events.filter(({ type }) => type === 4).map(({ data }) =>
        (data as { href: string }).href
      );
      urls.set(tab, new Set([...urls.get(tab) ?? [], ...metas]));
      sequences.set(tab, [...sequences.get(tab) ?? [], sequence]);
      assert.ok(!final || sequences.get(tab)?.length === sequence + 1, "the last is the last");
    }
    const found = [...urls.values()].map((hrefs) => [...hrefs]);
    const wanted = [`${site.url}/popup`, `${site.url}/two`, `${site.otherUrl}/one`];
    assert.deepEqual(found.flat().sort(), wanted.sort());
    assert.equal(session.batches.filter(({ final }) => final).length, 3);
    for (const numbers of sequences.values()) assert.deepEqual(numbers, numbers.map((_, i) => i));
  },
);

test("recordVisual() records frames of the page's site and shadow roots", async ({ context, site }) => {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run);
  const page = await context.newPage();
  await page.goto(`${site.url}/framed`);
  await page.frameLocator("iframe").getByText("in the frame").waitFor();
  await page.frameLocator("iframe").locator("p").evaluate((p) => p.textContent += ", and later");
  await recorder.stop();
  const sent = JSON.stringify(session.batches);
  for (const text of ["Outside", "in the frame, and later", "in the shadow"]) {
    assert.ok(sent.includes(text), text);
  }
});

test("recordVisual() copies a document again after many changes", async ({ context, site }) => {
  const session = await startSession();
  const recorder = await recordVisual(context, session.run);
  const page = await context.newPage();
  await page.goto(`${site.url}/growing`);
  for (let i = 0; i < 30; i++) {
    await page.locator("#text").evaluate((text, i) => text.textContent = `${i} `.repeat(20_000), i);
    // Changes that are held together are one.
    await page.waitForTimeout(60);
  }
  await recorder.stop();
  let [copies, since] = [0, 0];
  for (const event of session.events()) {
    if (event.type === 2) copies++;
    since = event.type === 2 ? 0 : since + JSON.stringify(event).length;
    // The page is copied when it has time for it.
    assert.ok(since < 1024 * 1024, `${since}`);
  }
  assert.ok(copies >= 2 && copies <= 4, `${copies} copies of 1.6 MB of changes`);
  // A batch begins with each, so that seeking to it fetches nothing else.
  for (const { events } of session.batches) {
    const at = events.findIndex(({ type }) => type === 2);
    assert.ok(at <= 2, `at ${at}`);
  }
});

test("recordVisual() records a page that is open already", async ({ context, site }) => {
  const session = await startSession();
  const page = await context.newPage();
  await page.goto(`${site.url}/strict`);
  const recorder = await recordVisual(context, session.run);
  await page.waitForTimeout(100);
  const last = await lastTick(page);
  await recorder.stop();
  await session.assertStored();
  const [ticks] = recordedTicks(session.events());
  assertWithoutGaps(ticks, last, last);
});

test("recordVisual() shows nothing of itself to the scripts of a page", async ({ context, site }) => {
  const recorder = await recordVisual(context, (await startSession()).run);
  const page = await context.newPage();
  await page.goto(`${site.url}/nosy`);
  assert.equal(await page.getByRole("heading").textContent(), "none");
  assert.equal(await page.evaluate("typeof rrweb"), "undefined");
  await recorder.stop();
});

test("recordVisual() records nothing of a run without a visual session", async ({ context, site }) => {
  const session = await startSession();
  const recorder = await recordVisual(context, { ...session.run, session_id: null });
  const page = await context.newPage();
  await page.goto(`${site.url}/one`);
  const nothing = { events: 0, seconds: 0, lost_events: 0, bytes: 0 };
  assert.deepEqual(await recorder.stop(), nothing);
  assert.equal(session.calls, 0);
});

test(
  "recordVisual() records nothing more after stop(), which can be called twice",
  async ({ context, site }) => {
    const session = await startSession();
    const recorder = await recordVisual(context, session.run);
    const page = await context.newPage();
    await page.goto(`${site.url}/one`);
    const [first, second] = await Promise.all([recorder.stop(), recorder.stop()]);
    assert.deepEqual(first, second);
    await page.waitForTimeout(200);
    await page.goto(`${site.url}/two`);
    await page.waitForTimeout(200);
    assert.deepEqual(await recorder.stop(), first);
    assert.equal(session.events().length, first.events);
  },
);
