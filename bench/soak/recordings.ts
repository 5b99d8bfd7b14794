import { faultyRound } from "../../supabase/tests/record_visual_events/faulty-round.ts";
import { noDeadlocks, noDifferences } from "./checker.ts";
import { populate } from "./population.ts";
import type { Scenario } from "./scenario.ts";

const roundsPerSecond = 1000 / 60;

/** Whatever the network does to the batches of a recording, what arrives is stored once. */
export const recordings: Scenario = {
  about: "1000 sessions a minute whose batches are lost, repeated, delayed and reordered",
  async run(database, { seconds }, say) {
    const [owner, api] = [database.owner(1), database.api(4)];
    const { runners: [runner] } = await populate(owner, 1);
    const rounds = Math.ceil(seconds * roundsPerSecond);
    const wrong: string[] = [];
    const started = performance.now();
    for (let seed = 1; seed <= rounds; seed++) {
      await faultyRound({ ...recorder(), api, owner }, seed).catch(({ message }) =>
        wrong.push(String(message))
      );
    }
    say(`${rounds} sessions took ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const checks = [
      {
        what: `what arrived of ${rounds} sessions is stored, and what did not is named`,
        holds: wrong.length === 0,
        found: wrong[0] ?? "as sent",
      },
      await noDifferences(owner, "afterwards"),
      await noDeadlocks(owner),
    ];
    await Promise.all([api.end(), owner.end()]);
    return checks;

    function recorder() {
      if (!runner) throw new Error("There is nobody to record.");
      return { userId: runner.userId, workflowId: runner.workflowId };
    }
  },
};
