import type { Browser, BrowserContext } from "playwright-core";
import { startBrowser } from "../../demo/browser.ts";
import { startTestSite, type TestPage, type TestSite } from "./test-site.ts";

/** What a browser test is given. */
export interface BrowserTest {
  context: BrowserContext;
  site: TestSite;
  browser: Browser;
}

/** Defines tests that have a site with these pages and a browser of their own. */
export function browserTests(
  pages: Record<string, TestPage>,
): (name: string, does: (test: BrowserTest) => Promise<void>) => void {
  return (name, does) =>
    Deno.test(name, async () => {
      const site = startTestSite(pages);
      const browser = await startBrowser();
      try {
        await does({ context: await browser.newContext(), site, browser });
      } finally {
        await browser.close();
        await site.stop();
      }
    });
}
