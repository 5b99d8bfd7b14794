import type { Page } from "playwright-core";

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

/** Looks at a page on which nothing is going on. */
export async function seeMoment(page: Page, name: string): Promise<Moment> {
  // Recordings of standard quality show changes up to 40 ms late: by the moment they show the last.
  const [text, at] = await page.evaluate<[string, number]>(`(async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [document.body.innerText, Date.now()];
  })()`);
  const screenshot = await page.screenshot({ mask: [page.locator(masked)] });
  return { name, at, text, screenshot };
}
