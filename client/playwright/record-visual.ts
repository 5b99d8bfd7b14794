import type { BrowserContext, Page } from "playwright-core";
import type { Parcel } from "./in-page/create-outbox.ts";
import { onEndingSignal } from "./on-ending-signal.ts";
import type { RecordVisualOptions, VisualRecorder, VisualRun, VisualSummary } from "./options.ts";
import { pageSettings } from "./page-settings.ts";
import { readPageScript } from "./read-page-script.ts";
import { Recording } from "./recording.ts";

/**
 * Records every page of a Playwright browser context with rrweb, and sends what happens there to the
 * run's visual session, while it happens. Pages with a strict CSP are recorded, too; `about:blank` is
 * not, and frames are when their page may look into them.
 *
 * Whatever becomes of the API, neither the run nor a page waits for it: what cannot be held is left
 * out, as a whole, and followed by a fresh copy of the document.
 *
 * @example
 * const recorder = await recordVisual(context, run, { quality: "standard" });
 * await page.goto("https://example.com");
 * const { events, seconds } = await recorder.stop();
 */
export async function recordVisual(
  context: BrowserContext,
  run: VisualRun,
  options: RecordVisualOptions = {},
): Promise<VisualRecorder> {
  const name = `__runtrail_${Math.random().toString(36).slice(2)}`;
  const settings = pageSettings(name, options.quality ?? "standard", options);
  const recording = new Recording(context, run, options, settings);
  const summary = () => recording.summary();
  if (run.session_id === null) {
    return { summary, snapshot: () => {}, stop: () => Promise.resolve(summary()) };
  }

  const script = await readPageScript(settings);
  const undo: unknown[] = [
    await context.exposeBinding(
      name,
      ({ page }, parcel: Parcel) => recording.receive(page, parcel),
    ),
    await context.addInitScript({ content: script }),
  ];
  // Pages that are open already; one that is being left is recorded from its next document on.
  const startNow = async (page: Page) => {
    const waits = `location.protocol !== "about:" && typeof globalThis["${name}"] === "function"`;
    if (await page.evaluate(waits).catch(() => false)) await page.evaluate(script).catch(() => {});
  };
  await Promise.all(context.pages().map(startNow));
  // Chromium shows the first page of a popup in the window of its `about:blank`, where scripts for
  // every document have run already.
  const watchPopup = (page: Page) => {
    void startNow(page);
    page.once("framenavigated", () => startNow(page));
  };
  context.on("page", watchPopup);

  let stopping: Promise<VisualSummary> | undefined;
  const stop = () => stopping ??= end();
  async function end() {
    ignoreSignals();
    context.off("page", watchPopup);
    const ended = await recording.end((options.stopSeconds ?? 10) * 1000);
    // Older versions of Playwright cannot take them back: the page is told to stop instead.
    for (const entry of undo) {
      await (entry as { dispose?(): Promise<void> })?.dispose?.().catch(() => {});
    }
    return ended;
  }
  const ignoreSignals = options.handleSignals === false
    ? () => {}
    : onEndingSignal(() => recording.flush(3000));
  context.once("close", () => void stop());
  return { summary, snapshot: () => recording.snapshot(), stop };
}
