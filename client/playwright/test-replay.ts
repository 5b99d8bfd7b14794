import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { pageSettings } from "./page-settings.ts";

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
      replayer.pause(Math.min(${timestamp} - startTime, totalTime + 1));
      return ${script};
    })(replayer.iframe.contentDocument)`);
  return {
    evaluateAt,
    textAt: async (timestamp) => `${await evaluateAt(timestamp, "document.body.innerText")}`,
    close: () => page.close(),
  };
}

/** What a page of growing text shows. */
export interface Shown {
  /** What it showed when the changes began that may be held by now. */
  since: string;
  text: string;
  /** A moment by which it shows this. */
  timestamp: number;
}

// As long as changes are held at standard quality, and a task may take.
const lateMs = pageSettings("", "standard", {}).holdMs + 30;

/** Looks at a page for as long as a recording may be late. */
export async function shownNow(page: Page): Promise<Shown> {
  // A player shows what happened before a moment: it is the one after the look at the text.
  return await page.evaluate(`(async () => {
    const since = document.body.innerText;
    await new Promise((resolve) => setTimeout(resolve, ${lateMs}));
    const [text, seen] = [document.body.innerText, Date.now()];
    while (Date.now() === seen);
    return { since, text, timestamp: Date.now() };
  })()`);
}

/** Asserts that a player shows of the text what the page showed then or shortly before. */
export function assertShows(replayed: string, { since, text }: Shown): void {
  assert.ok(replayed.startsWith(since), `${replayed} has all of ${since}`);
  assert.ok(text.startsWith(replayed), `${replayed} has no more than ${text}`);
}
