import type { Browser } from "playwright-core";
import { recordVisual } from "../../../client/playwright/mod.ts";
import { keepAwake } from "./keep-awake.ts";
import { openBoard, type OwnTime } from "./use-board.ts";

/** What one use takes more than the one beside it, as shares of the latter's main thread's time. */
export interface Added {
  tasks: number;
  scripts: number;
  /** Of the clock: seconds added per second. */
  ofClock: number;
}

/** What was found of pairs of uses. */
export interface Overhead {
  /** One of the two was recorded: what recording adds. */
  recorded: Added[];
  /** None was: what the method finds where there is nothing to find. */
  plain: Added[];
}

const elsewhere = {
  session_id: "elsewhere",
  client: { recordVisualEvents: () => Promise.resolve({ snapshot_wanted: false }) },
};

/**
 * Uses two boards side by side, each in a process of its own, and compares them; in a fifth of the
 * pairs neither is recorded. The recorder and its process do all that they do, but send to an API
 * that answers at once: it runs elsewhere in earnest.
 *
 * Side by side, because the machine does the same work in 0.5 or in 0.8 seconds, as it is at the
 * moment: uses one after the other differ by 8 to 12 percent, two at once by 2. What the recorder's
 * process may cost everybody beside it, by filling caches, is thereby not counted. A pair is short
 * and there are many, because processes differ as well: in how they lie in memory. None has a second
 * copy of its document, which is made every half minute at most.
 */
export async function measureOverhead(
  browser: Browser,
  url: string,
  { pairs, steps }: { pairs: number; steps: number },
): Promise<Overhead> {
  async function useBoth(recorded: readonly [boolean, boolean]): Promise<[OwnTime, OwnTime]> {
    await using owned = new AsyncDisposableStack();
    async function open(isRecorded: boolean) {
      const context = await browser.newContext();
      owned.defer(() => context.close());
      if (isRecorded) {
        const recorder = await recordVisual(context, elsewhere, { handleSignals: false });
        owned.defer(async () => void await recorder.stop());
      }
      return await openBoard(context, url);
    }
    const [one, other] = await Promise.all([open(recorded[0]), open(recorded[1])]);
    const uses = await Promise.all([one.use(steps), other.use(steps)]);
    return [uses[0].ownTime, uses[1].ownTime];
  }

  await using _awake = keepAwake();
  const found: Overhead = { recorded: [], plain: [] };
  for (let i = 0; i < pairs; i++) {
    const isPlain = i % 5 === 4;
    // Whichever is opened first has its place in memory and time.
    const isFirst = i % 2 === 0;
    const [one, other] = await useBoth([!isPlain && isFirst, !isPlain && !isFirst]);
    found[isPlain ? "plain" : "recorded"].push(isFirst ? compare(one, other) : compare(other, one));
  }
  return found;
}

function compare(one: OwnTime, other: OwnTime): Added {
  const added = one.tasks - other.tasks;
  return {
    tasks: added / other.tasks,
    scripts: (one.scripts - other.scripts) / other.tasks,
    ofClock: added / other.clock,
  };
}
