import type { Browser } from "playwright-core";
import { recordBoard } from "./record-board.ts";
import { type OwnTime, useBoard } from "./use-board.ts";
import type { VisualStack } from "./visual-stack.ts";

/** What being recorded adds to the time of a page's main thread: shares of it, and of the clock. */
export interface Overhead {
  tasks: number;
  scripts: number;
  /** Of the clock: seconds added per second. */
  ofClock: number;
}

/**
 * Uses the board with and without the recorder, in turns, and compares medians. Events go to the
 * API meanwhile.
 */
export async function measureOverhead(
  browser: Browser,
  stack: VisualStack,
  url: string,
  { pairs, steps }: { pairs: number; steps: number },
): Promise<Overhead> {
  const [plain, recorded]: [OwnTime[], OwnTime[]] = [[], []];
  const clock: number[] = [];

  async function usePlainly() {
    const context = await browser.newContext();
    const { ownTime, times } = await useBoard(context, url, steps);
    await context.close();
    plain.push(ownTime);
    clock.push((times.at(-1)! - times[0]!) / 1000);
  }

  const useRecorded = async () =>
    void recorded.push((await recordBoard(browser, stack, url, steps)).ownTime);
  for (let i = 0; i < pairs; i++) {
    // Whatever comes second finds the machine warmer.
    for (const use of i % 2 === 0 ? [usePlainly, useRecorded] : [useRecorded, usePlainly]) {
      await use();
    }
  }
  const middle = (of: OwnTime[], part: keyof OwnTime) => median(of.map((one) => one[part]));
  const added = middle(recorded, "tasks") - middle(plain, "tasks");
  const addedScripts = middle(recorded, "scripts") - middle(plain, "scripts");
  return {
    tasks: added / middle(plain, "tasks"),
    scripts: addedScripts / middle(plain, "tasks"),
    ofClock: added / median(clock),
  };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(at)] ?? NaN) + (sorted[Math.ceil(at)] ?? NaN)) / 2;
}
