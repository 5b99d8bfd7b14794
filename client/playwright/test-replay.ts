import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";

/** A recording in rrweb's own player. */
export interface TestReplay {
  /** The text of the page as it was at a moment. */
  textAt(timestamp: number): Promise<string>;
  /** What a script finds in the page as it was at a moment. */
  evaluateAt(timestamp: number, script: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens events in rrweb's Replayer, in a browser. */
export async function startReplay(browser: Browser, events: unknown[]): Promise<TestReplay> {
  const page = await browser.newPage();
  const source = await readFile(new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb")), "utf8");
  await page.evaluate(source);
  await page.evaluate(`globalThis.replayer = new rrweb.Replayer(${JSON.stringify(events)}); null`);
  const evaluateAt = (timestamp: number, script: string) =>
    page.evaluate(`((document) => {
      const { startTime, totalTime } = replayer.getMetaData();
      replayer.pause(Math.min(${timestamp} - startTime, totalTime));
      return ${script};
    })(replayer.iframe.contentDocument)`);
  return {
    evaluateAt,
    textAt: async (timestamp) => `${await evaluateAt(timestamp, "document.body.innerText")}`,
    close: () => page.close(),
  };
}

/** What a page shows, and a moment by which it does. */
export async function shownNow(page: Page): Promise<[text: string, timestamp: number]> {
  // A player shows what happened before a moment: it is the one after the look at the text.
  return await page.evaluate(`(() => {
    const [text, seen] = [document.body.innerText, Date.now()];
    while (Date.now() === seen);
    return [text, Date.now()];
  })()`);
}
