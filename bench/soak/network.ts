import { onAStack } from "./on-a-stack.ts";
import type { Scenario } from "./scenario.ts";

const LONGEST_CUT = 30;

/** A tracked run whose network is cut in the middle, on a stack of its own. */
export const network: Scenario = {
  about: "a tracked run loses nothing, nor its order, when the network is cut for 30 seconds",
  async run(_database, { seconds }, say) {
    return await onAStack(say, async () => {
      // Not before the stack is in the environment.
      const { networkCut } = await import("../../supabase/tests/track/network-cut.ts");
      const cut = Math.min(LONGEST_CUT, seconds);
      const what = `a run is stored whole after ${cut} s without a network`;
      const [holds, found] = await networkCut(cut).then(
        ({ lines, longestReport }) =>
          [
            true,
            `${lines} lines, the slowest took the run ${longestReport.toFixed(1)} ms`,
          ] as const,
        (error) => [false, String(error)] as const,
      );
      return [{ what, holds, found }];
    });
  },
};
