import type { Page } from "playwright-core";
import { pageSettings } from "../client/playwright/page-settings.ts";

/** What a run saw of a page at a moment. */
export interface Moment {
  name: string;
  /** Milliseconds since 1970. */
  at: number;
  text: string;
  /** PNG; what was typed and chosen is covered, as recordings mask it. */
  screenshot: Uint8Array;
}

/** What recordings of standard quality mask. */
export const masked = "input:not([type=radio]), select, textarea";

// As long as recordings of standard quality hold changes: by then they show the last.
const settleMs = pageSettings("", "standard", {}).holdMs + 50;

/** Looks at a page on which nothing is going on. */
export async function seeMoment(page: Page, name: string): Promise<Moment> {
  const [text, at] = await page.evaluate<[string, number]>(`(async () => {
    await new Promise((resolve) => setTimeout(resolve, ${settleMs}));
    return [document.body.innerText, Date.now()];
  })()`);
  const screenshot = await page.screenshot({ mask: [page.locator(masked)] });
  return { name, at, text, screenshot };
}
