import type { Browser } from "playwright-core";
import { recordVisual } from "../../../client/playwright/mod.ts";
import { type OwnTime, useBoard } from "./use-board.ts";

/** What being recorded adds, in one pair of uses: shares of the main thread's time, and of the clock. */
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
 * Uses the board with and without the recorder, in turns, and compares each with its neighbour: how
 * fast the machine is changes by a third within minutes, and what is recorded with it. The recorder
 * and its process do all that they do, but send to an API that answers at once: it runs elsewhere in
 * earnest, and on the processors of the page it would slow down whatever it is beside.
 */
export async function measureOverhead(
  browser: Browser,
  url: string,
  { pairs, steps }: { pairs: number; steps: number },
): Promise<Overhead[]> {
  async function use(recorded: boolean): Promise<OwnTime & { clock: number }> {
    const context = await browser.newContext();
    const recorder = recorded
      ? await recordVisual(context, elsewhere, { handleSignals: false })
      : null;
    const { ownTime, times } = await useBoard(context, url, steps);
    await recorder?.stop();
    await context.close();
    return { ...ownTime, clock: (times.at(-1)! - times[0]!) / 1000 };
  }

  const found: Overhead[] = [];
  for (let i = 0; i < pairs; i++) {
    // Whatever comes second finds the machine warmer.
    const recordedFirst = i % 2 === 1;
    const [first, second] = [await use(recordedFirst), await use(!recordedFirst)];
    const [plain, recorded] = recordedFirst ? [second, first] : [first, second];
    const added = recorded.tasks - plain.tasks;
    found.push({
      tasks: added / plain.tasks,
      scripts: (recorded.scripts - plain.scripts) / plain.tasks,
      ofClock: added / plain.clock,
    });
  }
  return found;
}
