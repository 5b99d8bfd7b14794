import type { Browser } from "playwright-core";
import { recordVisual } from "../../../client/playwright/mod.ts";
import { median } from "../../measure.ts";
import { type OwnTime, useBoard } from "./use-board.ts";

/** What being recorded adds to the time of a page's main thread: shares of it, and of the clock. */
export interface Overhead {
  tasks: number;
  scripts: number;
  /** Of the clock: seconds added per second. */
  ofClock: number;
}

const elsewhere = {
  session_id: "elsewhere",
  client: { recordVisualEvents: () => Promise.resolve({ snapshot_wanted: false }) },
};

/**
 * Uses the board with and without the recorder, in turns, and compares medians. The recorder and its
 * process do all that they do, but send to an API that answers at once: it runs elsewhere in earnest,
 * and on the processors of the page it would slow down whatever it is beside.
 */
export async function measureOverhead(
  browser: Browser,
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

  async function useRecorded() {
    const context = await browser.newContext();
    const recorder = await recordVisual(context, elsewhere, { handleSignals: false });
    recorded.push((await useBoard(context, url, steps)).ownTime);
    await recorder.stop();
    await context.close();
  }

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
