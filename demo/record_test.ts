import assert from "node:assert/strict";
import { startBrowser } from "./browser.ts";
import { orderSupplies } from "./order-supplies.ts";
import { record } from "./record.ts";
import { oneByOne } from "./scenario.ts";
import { startSite } from "./site/server.ts";

// Counts what rrweb emits, in the page and across pages, before the recorder gets it.
const countEmitted = `{
  const start = rrweb.record;
  rrweb.record = (options) =>
    start({
      ...options,
      emit(event) {
        sessionStorage.emitted = Number(sessionStorage.emitted ?? 0) + 1;
        options.emit(event);
      },
    });
}`;

Deno.test("record() gets every event that rrweb emits, also those of pages being left", async () => {
  const site = startSite();
  const browser = await startBrowser();
  try {
    const context = await browser.newContext();
    const recorder = await record(context);
    await context.addInitScript({ content: countEmitted });
    const page = await context.newPage();
    await orderSupplies(page, site, oneByOne[0]!, {
      step: async (_, __, does) => void await does(),
    });
    const { events, fullSnapshots, seconds } = await recorder.stop(page);
    const emitted = Number(await page.evaluate("sessionStorage.emitted"));
    assert.equal(events, emitted);
    assert.ok(events > 50, `${events} events`);
    assert.equal(fullSnapshots, 4, "sign-in, catalogue, order form, receipt");
    assert.ok(seconds > 0.5 && seconds < 60, `${seconds} s`);
    await page.getByRole("link", { name: "Order something else" }).focus();
    await page.waitForTimeout(300);
    assert.equal(recorder.sofar().events, events, "nothing is recorded after stop()");
  } finally {
    await browser.close();
    await site.stop();
  }
});
