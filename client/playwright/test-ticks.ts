import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { TestSession } from "./test-session.ts";

/** A script that adds a numbered line to `#ticks` every 20 ms. */
export const tickingScript = `let ticks = 0;
  setInterval(() => {
    const line = document.createElement("p");
    line.textContent = "tick " + ++ticks;
    document.querySelector("#ticks").append(line);
  }, 20)`;

/** The number of the last line that a page shows. */
export async function lastTick(page: Page): Promise<number> {
  const text = await page.locator("#ticks p").last().textContent();
  return Number(text?.replace("tick ", ""));
}

/** The numbers of the lines that were recorded one by one, a list for each copy of a document. */
export function recordedTicks(events: ReturnType<TestSession["events"]>): number[][] {
  const copies: number[][] = [];
  for (const { type, data } of events) {
    if (type === 4) copies.push([]);
    if (type !== 3) continue;
    for (const [, tick] of JSON.stringify(data).matchAll(/"textContent":"tick (\d+)"/g)) {
      copies.at(-1)?.push(Number(tick));
    }
  }
  return copies;
}

/** Asserts that lines were recorded at least in this range, each once. */
export function assertWithoutGaps(ticks: number[] | undefined, from: number, to: number): void {
  assert.ok(ticks && ticks.length > 0);
  assert.ok(ticks[0]! <= from && ticks.at(-1)! >= to, `${ticks[0]} to ${ticks.at(-1)}`);
  assert.deepEqual(ticks, ticks.map((_, i) => ticks[0]! + i));
}
