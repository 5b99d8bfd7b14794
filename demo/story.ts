import type { SupabaseClient } from "@supabase/supabase-js";
import { createRuntrailClient, type RuntrailAnswer } from "../client/mod.ts";
import { startBrowser } from "./browser.ts";
import { describeOrder } from "./describe-order.ts";
import { duration } from "./duration.ts";
import type { OrderInputs } from "./order-supplies.ts";
import { activeTable, type PaintStatus, shortId } from "./print-tables.ts";
import { type Replayed, replayMoments } from "./replay-moments.ts";
import { type RunOutcome, runWorkflow, type Surroundings, type Workplace } from "./run-workflow.ts";
import { oneByOne, sideBySide } from "./scenario.ts";
import type { DemoUser } from "./sign-up.ts";
import { startSite } from "./site/server.ts";
import { type Answers, verify } from "./verify.ts";

/** What the demo did and what the database says of it. */
export interface DemoReport {
  workflowId: string;
  outcomes: RunOutcome[];
  /** The active list while two runs were under way. */
  activeMeanwhile: RuntrailAnswer<"activeExecutions">;
  answers: Answers;
  /** Moments of the first run, as rrweb's player shows them. */
  replayed: Replayed[];
  /** Number of facts compared, and a sentence for each that differs. */
  verdict: [compared: number, differences: string[]];
}

/** Where the demo writes while it lasts. */
export interface Stage {
  say(line: string): void;
  paint: PaintStatus;
  /** Ends the demo; the run in progress is reported as cancelled. */
  signal: AbortSignal;
}

const noWait: Surroundings["beforeStep"] = () => Promise.resolve();

/**
 * Creates a workflow and runs it several times for real: runs that complete, one that fails, one
 * that is cancelled while another goes on, each recorded and watched by a second client; then asks
 * the API for what it has recorded, and replays it.
 *
 * @throws Error when something that the demo needs does not work, or the signal ends it.
 */
export async function playDemo(user: DemoUser, stage: Stage): Promise<DemoReport> {
  await using owned = new AsyncDisposableStack();
  const { say, paint, signal } = stage;
  const client = createRuntrailClient(user.supabase);
  const watcher = createRuntrailClient(user.address);
  const workflowId = await createWorkflow(user.supabase);
  const site = startSite();
  owned.defer(site.stop);
  const browser = await startBrowser();
  owned.defer(() => browser.close());
  const workplace: Workplace = { browser, client, watcher, site, workflowId };
  const outcomes: RunOutcome[] = [];

  function ended(inputs: OrderInputs, run: RunOutcome) {
    outcomes.push(run);
    const why = run.error?.split("\n")[0] ?? `order ${run.result?.order_number}`;
    const { events } = run.recording;
    const told = [
      duration(run.seconds[1]),
      `${events} events`,
      `${run.watched.live} seen live`,
      why,
    ]
      .join(", ");
    say(
      `  ${shortId(run.executionId)}  ${describeOrder(inputs)}: ${paint(run.status)} (${told})`,
    );
  }

  say("Running it in a headless Chromium, recorded with rrweb and watched by a second client:");
  for (const inputs of oneByOne) {
    ended(inputs, await runWorkflow(workplace, inputs, { signal, beforeStep: noWait }));
    signal.throwIfAborted();
  }

  say("\nTwo at once. While both are under way, the active list says:");
  const [finishing, cancelled] = [new Halt("place the order"), new Halt("fill the form")];
  const runs = [
    runWorkflow(workplace, sideBySide.finishing, { signal, beforeStep: finishing.before }),
    runWorkflow(workplace, sideBySide.cancelled, { signal, beforeStep: cancelled.before }),
  ] as const;
  // A run that ends early, by a failure, never arrives where it was to wait.
  await Promise.race([Promise.all([finishing.reached, cancelled.reached]), ...runs]);
  const activeMeanwhile = await client.activeExecutions({ workflow_id: workflowId });
  say(activeTable(activeMeanwhile, paint).map((line) => `  ${line}`).join("\n"));
  say("Now the second client asks one of them to stop, the other goes on:");
  const execution_id = await cancelled.reached;
  await watcher.cancelExecution({ execution_id, reason: "No longer needed" });
  // It is let go by the request to stop.
  ended(sideBySide.cancelled, await runs[1]);
  finishing.release();
  ended(sideBySide.finishing, await runs[0]);
  signal.throwIfAborted();

  const workflow = { workflow_id: workflowId };
  const history = await client.executionHistory({ ...workflow, include_payloads: true });
  const details = await Promise.all(
    history.executions.map(({ execution_id }) => client.executionDetail({ execution_id })),
  );
  const answers: Answers = {
    ...{ history, details },
    stats: await client.executionStats(workflow),
    active: await client.activeExecutions(workflow),
    sessions: await client.visualSessions(workflow),
  };
  const [first] = outcomes;
  const { sessionId = "", moments = [] } = first ?? {};
  const replayed = await replayMoments(browser, watcher, sessionId, moments);
  const verdict = verify(outcomes, answers, replayed);
  return { workflowId, outcomes, activeMeanwhile, answers, replayed, verdict };
}

/** A step before which a run waits until it is let go. */
class Halt {
  readonly #reached = Promise.withResolvers<string>();
  readonly #released = Promise.withResolvers<void>();
  /** The id of the execution that waits. */
  readonly reached = this.#reached.promise;
  readonly release = this.#released.resolve;

  constructor(readonly step: string) {}

  readonly before: Surroundings["beforeStep"] = async (step, run) => {
    if (step !== this.step) return;
    run.signal.addEventListener("abort", () => this.release(), { once: true });
    // Reports are on their way while the work goes on; who looks now is to see them all.
    await run.flush();
    this.#reached.resolve(run.execution_id ?? "");
    await this.#released.promise;
  };
}

async function createWorkflow(supabase: SupabaseClient): Promise<string> {
  const steps = ["sign in", "search", "fill the form", "place the order", "download"];
  const { data, error } = await supabase.from("workflows")
    .insert({ name: "Order office supplies", definition: { runner: "playwright", steps } })
    .select("workflow_id").single<{ workflow_id: string }>();
  if (error) throw new Error(`The workflow could not be created: ${error.message}`);
  return data.workflow_id;
}
