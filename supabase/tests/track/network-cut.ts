import assert from "node:assert/strict";
import { createRuntrailClient, track, type TrackingProblem } from "../../../client/mod.ts";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { cutNetwork } from "./cut-network.ts";

/** What a run went through. */
export interface CutRun {
  readonly lines: number;
  /** Longest time in milliseconds that the work waited for a report of its own. */
  readonly longestReport: number;
}

/**
 * Tracks a run through a network that is cut in the middle for so many seconds, and checks that
 * nothing of it is lost, its order is kept, and the work goes on.
 */
export async function networkCut(seconds: number): Promise<CutRun> {
  const user = await signUp();
  const workflow_id = await makeWorkflow(user);
  await using network = cutNetwork(target.apiUrl);
  const client = createRuntrailClient({
    ...{ url: network.url, key: target.publishableKey, accessToken: user.token },
  });
  const problems: TrackingProblem[] = [];
  const said: string[] = [];
  let [longestReport, execution_id] = [0, ""];

  await track(client, {
    ...{ workflow_id, heartbeatSeconds: 1, flushSeconds: 30 },
    onTrackingError: (problem) => void problems.push(problem),
  }, async (run) => {
    execution_id = run.execution_id ?? "";
    const say = (message: string) => {
      const since = performance.now();
      run.log(message);
      longestReport = Math.max(longestReport, performance.now() - since);
      said.push(message);
    };
    const work = async (during: string, milliseconds: number) => {
      const until = performance.now() + milliseconds;
      for (let n = 1; performance.now() < until; n++) {
        say(`${during} ${n}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await work("before", 500);
    network.cut();
    await work("during", seconds * 1000);
    network.mend();
    await work("after", 500);
    return said.length;
  });

  const detail = await createRuntrailClient(user.client).executionDetail({ execution_id });
  assert.deepEqual(detail.events.map(({ message }) => message), said);
  assert.deepEqual([detail.status, detail.result], ["completed", said.length]);
  assert.deepEqual([...new Set(problems.map(({ kind }) => kind))], ["delayed"]);
  return { lines: said.length, longestReport };
}
