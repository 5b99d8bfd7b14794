import type { SupabaseClient } from "@supabase/supabase-js";
import { createRuntrailClient, type RuntrailAnswer } from "../client/mod.ts";
import { startBrowser } from "./browser.ts";
import { describeOrder } from "./describe-order.ts";
import { duration } from "./duration.ts";
import type { OrderInputs } from "./order-supplies.ts";
import { activeTable, type PaintStatus, shortId } from "./print-tables.ts";
import { runWorkflow, type Workplace } from "./run-workflow.ts";
import { oneByOne, sideBySide } from "./scenario.ts";
import { startSite } from "./site/server.ts";
import type { RunOutcome } from "./track-run.ts";
import { type Answers, verify } from "./verify.ts";

/** What the demo did and what the database says of it. */
export interface DemoReport {
  workflowId: string;
  outcomes: RunOutcome[];
  /** The active list while two runs were under way. */
  activeMeanwhile: RuntrailAnswer<"activeExecutions">;
  answers: Answers;
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

const noWait = () => Promise.resolve();

/**
 * Creates a workflow and runs it several times for real: runs that complete, one that fails, one
 * that is cancelled while another goes on; then asks the API for what it has recorded.
 *
 * @param supabase Signed in.
 * @throws Error when something that the demo needs does not work, or the signal ends it.
 */
export async function playDemo(supabase: SupabaseClient, stage: Stage): Promise<DemoReport> {
  await using owned = new AsyncDisposableStack();
  const { say, paint, signal } = stage;
  const client = createRuntrailClient(supabase);
  const workflowId = await createWorkflow(supabase);
  const site = startSite();
  owned.defer(site.stop);
  const browser = await startBrowser();
  owned.defer(() => browser.close());
  const workplace: Workplace = { browser, client, site, workflowId };
  const outcomes: RunOutcome[] = [];

  function ended(inputs: OrderInputs, run: RunOutcome) {
    outcomes.push(run);
    const why = run.error?.split("\n")[0] ?? `order ${run.result?.order_number}`;
    const told = [duration(run.seconds), `${run.recording.events} events`, why].join(", ");
    say(
      `  ${shortId(run.executionId)}  ${describeOrder(inputs)}: ${paint(run.status)} (${told})`,
    );
  }

  say("Running it in a headless Chromium, recorded with rrweb:");
  for (const inputs of oneByOne) {
    ended(inputs, await runWorkflow(workplace, inputs, signal, noWait));
    signal.throwIfAborted();
  }

  say("\nTwo at once. While both are under way, the active list says:");
  const [finishing, cancelled] = [new Halt("place the order"), new Halt("fill the form")];
  const cancel = new AbortController();
  const runs = [
    runWorkflow(workplace, sideBySide.finishing, signal, finishing.before),
    runWorkflow(
      workplace,
      sideBySide.cancelled,
      AbortSignal.any([signal, cancel.signal]),
      cancelled.before,
    ),
  ] as const;
  // A run that ends early, by a failure, never arrives where it was to wait.
  await Promise.race([Promise.all([finishing.reached, cancelled.reached]), ...runs]);
  const activeMeanwhile = await client.activeExecutions({ workflow_id: workflowId });
  say(activeTable(activeMeanwhile, paint).map((line) => `  ${line}`).join("\n"));
  say("Now one of them is cancelled, the other goes on:");
  cancel.abort(new Error("Cancelled by its user"));
  cancelled.release();
  ended(sideBySide.cancelled, await runs[1]);
  finishing.release();
  ended(sideBySide.finishing, await runs[0]);
  signal.throwIfAborted();

  const workflow = { workflow_id: workflowId };
  const answers: Answers = {
    history: await client.executionHistory({ ...workflow, include_payloads: true }),
    stats: await client.executionStats(workflow),
    active: await client.activeExecutions(workflow),
    sessions: await client.visualSessions(workflow),
  };
  return { workflowId, outcomes, activeMeanwhile, answers, verdict: verify(outcomes, answers) };
}

/** A step before which a run waits until it is let go. */
class Halt {
  readonly #reached = Promise.withResolvers<void>();
  readonly #released = Promise.withResolvers<void>();
  readonly reached = this.#reached.promise;
  readonly release = this.#released.resolve;

  constructor(readonly step: string) {}

  readonly before = async (step: string): Promise<void> => {
    if (step !== this.step) return;
    this.#reached.resolve();
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
