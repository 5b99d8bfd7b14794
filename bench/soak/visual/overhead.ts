import type { Browser } from "playwright-core";
import { recordVisual } from "../../../client/playwright/mod.ts";
import { keepAwake } from "./keep-awake.ts";
import { type OwnTime, useBoard } from "./use-board.ts";

/** What recording adds in one round of uses: shares of the main thread's time, and of the clock. */
export interface Overhead {
  tasks: number;
  scripts: number;
  /** Of the clock: seconds added per second. */
  ofClock: number;
  /** By how much the two uses without the recorder differ: what the method itself cannot tell. */
  control: number;
}

const elsewhere = {
  session_id: "elsewhere",
  client: { recordVisualEvents: () => Promise.resolve({ snapshot_wanted: false }) },
};

/**
 * Uses the board three times in each round, once with the recorder, and compares that with the mean
 * of the two others. The recorder and its process do all that they do, but send to an API that
 * answers at once: it runs elsewhere in earnest, and on the processors of the page it would slow
 * down whatever it is beside.
 *
 * Equal uses differ by several percent, long ones as much as short ones: each has a process and a
 * document of its own, which lie differently in memory, and the machine is not always as fast. So
 * there are many short ones. None has a second copy of its document, which is made every half
 * minute at most.
 */
export async function measureOverhead(
  browser: Browser,
  url: string,
  { rounds, steps }: { rounds: number; steps: number },
): Promise<Overhead[]> {
  async function use(recorded: boolean): Promise<OwnTime> {
    const context = await browser.newContext();
    const recorder = recorded
      ? await recordVisual(context, elsewhere, { handleSignals: false })
      : null;
    const { ownTime } = await useBoard(context, url, steps);
    await recorder?.stop();
    await context.close();
    return ownTime;
  }

  await using _awake = keepAwake();
  const found: Overhead[] = [];
  for (let i = 0; i < rounds; i++) {
    // Whatever comes later finds the machine warmer.
    const turn = i % 3;
    const uses: OwnTime[] = [];
    for (let place = 0; place < 3; place++) uses.push(await use(place === turn));
    const [recorded] = uses.splice(turn, 1) as [OwnTime];
    found.push(compare(recorded, uses as [OwnTime, OwnTime]));
  }
  return found;
}

function compare(recorded: OwnTime, [one, other]: [OwnTime, OwnTime]): Overhead {
  const mean = (part: keyof OwnTime) => (one[part] + other[part]) / 2;
  const added = recorded.tasks - mean("tasks");
  return {
    tasks: added / mean("tasks"),
    scripts: (recorded.scripts - mean("scripts")) / mean("tasks"),
    ofClock: added / mean("clock"),
    control: (other.tasks - one.tasks) / mean("tasks"),
  };
}
