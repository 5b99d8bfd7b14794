import { onAStack } from "./on-a-stack.ts";
import type { Scenario } from "./scenario.ts";

const PER_SECOND = 100;
const MOST_CHANGES = 1000;

/** A watch whose connection is cut every second, on a stack of its own. */
export const watch: Scenario = {
  about: "a watch misses no change of 1000 while its connection is cut every second",
  async run(_database, { seconds }, say) {
    return await onAStack(say, async () => {
      // Not before the stack is in the environment.
      const { interruptedWatch } = await import("../../supabase/tests/watch/interrupted-watch.ts");
      // 1000 over the whole time, or fewer where it is short.
      const changes = Math.min(MOST_CHANGES, 2 * Math.floor(seconds * PER_SECOND / 2));
      const what = `of ${changes} changes of status a watch has missed none in the end`;
      const [holds, found] = await interruptedWatch(changes, changes / seconds).then(
        ({ cuts, timesLive, unseenBeginnings }) =>
          [
            true,
            `${cuts} cuts, live again ${timesLive} times, ` +
            `${unseenBeginnings} runs begun and ended while it was cut off`,
          ] as const,
        (error) => [false, String(error)] as const,
      );
      return [{ what, holds, found }];
    });
  },
};
