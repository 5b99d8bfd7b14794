import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { startBrowser } from "../../../demo/browser.ts";
import { exampleTimeline } from "../../functions/_shared/testing/example-timeline.ts";
import { drawTimeline } from "../../functions/_shared/timeline/draw-timeline.ts";
import type { Entry, Timeline } from "../../functions/_shared/timeline/timeline.ts";
import { functionsUrl, makeExecution, makeWorkflow, signUp } from "../actors.ts";
import { lookAtSvg } from "./look-at-svg.ts";

let browser: Browser;
Deno.test.beforeAll(async () => void (browser = await startBrowser()));
Deno.test.afterAll(() => browser.close());

const ways = [390, 1440].flatMap((width) =>
  (["light", "dark"] as const).map((theme) => ({ width, theme }))
);
// Where each form of a text has least room.
const tightest = [375, 640, 800].map((width) => ({ width, theme: "light" } as const));
const { timeline, created, step, finished, log, chunk } = exampleTimeline;

const hostile = "</svg><script>alert(1)</script>]]>&lt;\u0001\ufffe\u202eevil\u2066 'quoted' \"";

/** Entries of a run that reported much of everything, with a text of each kind. */
function busy(text: string, count: number): Entry[] {
  const levels = ["info", "warn", "error"];
  return Array.from({ length: count }, (_, i) => i).flatMap((i): Entry[] => [
    { ...step, label: text, offset_seconds: i / 40, outcome: i % 7 ? "completed" : "failed" },
    { ...log, label: text, offset_seconds: i / 40, level: levels[i % 3]! },
    { ...chunk, tab: `tab-${i % 12}`, offset_seconds: i / 40 },
  ]);
}

const drawn: Record<string, Timeline> = {
  "a run that failed": timeline,
  "a run that has only just begun": {
    ...timeline,
    status: "running",
    ends_at: timeline.starts_at,
    entries: [created],
  },
  "every kind of entry": {
    ...timeline,
    status: "cancelled",
    entries: [
      { ...log, offset_seconds: -0.4, at: "2026-01-31T09:29:59.6+00:00" },
      created,
      { ...step, outcome: "completed" },
      { ...step, until: null, seconds: null, outcome: null },
      { ...created, kind: "heartbeat", offset_seconds: 20 },
      { ...created, kind: "cancel_requested", offset_seconds: 21, label: "No longer needed" },
      { ...created, kind: "late_report", offset_seconds: 31, label: "not applied" },
      ...busy("clicked #buy", 3),
      { ...finished, outcome: "cancelled" },
    ],
    untimed_lines: 3,
    truncated: true,
  },
  "a run of weeks": { ...timeline, ends_at: "2026-02-20T09:30:31+00:00" },
  "much of everything": { ...timeline, entries: busy("waiting for the button ".repeat(9), 700) },
  "hostile names": { ...timeline, workflow_name: hostile, entries: busy(hostile, 9) },
  "long names": { ...timeline, workflow_name: "W".repeat(200), entries: busy("W".repeat(200), 2) },
  "other scripts": {
    ...timeline,
    workflow_name: "漢字かな交じり文".repeat(20),
    entries: busy("שלום עולם — مرحبا 👩‍👩‍👧‍👦 Ｗｉｄｅ ".repeat(6), 2),
  },
  "piled accents": { ...timeline, entries: busy(`a${"\u0301".repeat(150)}`, 2) },
};

for (const [name, shown] of Object.entries(drawn)) {
  Deno.test(`the picture of ${name} reads well, wide and narrow, in light and dark`, async () => {
    const svg = drawTimeline(shown);
    for (const way of [...ways, ...tightest]) {
      const { labels } = await lookAtSvg(browser, { url: "http://picture.test/", svg, ...way });
      assert.ok(labels[0]?.endsWith(`: ${shown.status}`));
    }
  });
}

Deno.test("a picture follows the reader's theme and size of text", async () => {
  const svg = drawTimeline(timeline);
  const look = { url: "http://picture.test/", svg, width: 700 };
  const light = await lookAtSvg(browser, { ...look, theme: "light" });
  const dark = await lookAtSvg(browser, { ...look, theme: "dark" });
  assert.notEqual(light.ground, dark.ground);
  const large = await lookAtSvg(browser, { ...look, theme: "light", fontSize: 24 });
  const heightOf = ({ texts }: typeof large) => texts[0]!.bottom - texts[0]!.top;
  assert.ok(heightOf(large) > 1.4 * heightOf(light));
  assert.ok(large.height > 1.4 * light.height);
});

Deno.test("a text is cut only where it has no room, and is whole in a title", async () => {
  const words = "waiting for the button that places the order of the kettle";
  const svg = drawTimeline({ ...timeline, entries: [{ ...step, label: words }] });
  const shownAt = async (width: number) => {
    const look = { url: "http://picture.test/", svg, theme: "light", width } as const;
    const { texts } = await lookAtSvg(browser, look);
    return texts.find(({ text }) => text.startsWith("waiting"))?.text;
  };
  assert.match(`${await shownAt(390)}`, /^waiting for.*…$/);
  assert.equal(await shownAt(1440), words);
  assert.ok(svg.includes(`<title>${words}, failed`));
});

Deno.test("execution-timeline's picture reads well, whatever the names in it", async () => {
  const owner = await signUp();
  const execution_id = await makeExecution(owner, await makeWorkflow(owner, hostile));
  await owner.client.rpc("update_execution", {
    execution_id,
    append_logs: [
      { kind: "step_started", step: hostile, at: "2026-01-01T00:00:00Z" },
      { message: hostile, level: "error" },
    ],
    ...{ status: "failed", error: hostile },
  }).throwOnError();
  const url = `${functionsUrl}/workflows/executions/${execution_id}/timeline`;
  const headers = { ...owner.headers, accept: "image/svg+xml" };
  for (const way of ways) {
    const { labels } = await lookAtSvg(browser, { url, headers, ...way });
    assert.match(`${labels[0]}`, /^<\/svg><script>alert\(1\)<\/script>.*: failed$/);
  }
});

Deno.test("a picture in a page is as wide as the page makes it", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 800 } });
  const page = await context.newPage();
  const svg = btoa(String.fromCharCode(...new TextEncoder().encode(drawTimeline(timeline))));
  for (const width of [390, 1000]) {
    await page.setContent(`<img width="${width}" src="data:image/svg+xml;base64,${svg}">`);
    const size = await page.evaluate<number[]>(`(async () => {
      const image = document.querySelector("img");
      await image.decode();
      return [image.width, image.height];
    })()`);
    assert.equal(size[0], width);
    const { height } = await lookAtSvg(browser, {
      ...{ url: "http://picture.test/", svg: drawTimeline(timeline), width, theme: "light" },
    });
    assert.ok(Math.abs(size[1]! - height) <= 1, `${size} ${height}`);
  }
  await context.close();
});
