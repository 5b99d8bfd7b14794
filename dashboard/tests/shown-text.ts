import assert from "node:assert/strict";
import type { Page } from "playwright-core";

const patienceMs = 20_000;

/**
 * Waits until the heading of the page on the stage says something. It is asked again and again,
 * since a wait inside that page ends when the replay opens its document anew.
 */
export async function shownText(page: Page, wanted: string): Promise<void> {
  const stage = page.frameLocator(".replayer-wrapper iframe").first();
  const heading = stage.locator("h1").first();
  let said: string | null = null;
  for (const since = Date.now(); Date.now() - since < patienceMs;) {
    said = await heading.textContent({ timeout: 1000 }).catch(() => null);
    if (said === wanted && await heading.isVisible()) return;
    await page.waitForTimeout(50);
  }
  assert.equal(said, wanted);
  assert.fail(`"${wanted}" is on the stage, and cannot be seen.`);
}
