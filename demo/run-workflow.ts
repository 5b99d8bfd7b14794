import { stripVTControlCharacters } from "node:util";
import type { Browser, Page } from "playwright-core";
import { type RuntrailClient, track, type TrackedRun } from "../client/mod.ts";
import { recordVisual, type VisualSummary } from "../client/playwright/mod.ts";
import { type Moment, seeMoment } from "./moment.ts";
import { type OrderInputs, type OrderRun, orderSupplies } from "./order-supplies.ts";
import type { Site } from "./site/server.ts";
import { type Watched, watchSession } from "./watch-session.ts";

/** What every run of the demo needs. */
export interface Workplace {
  browser: Browser;
  client: RuntrailClient;
  /** Who looks at the runs from elsewhere. */
  watcher: RuntrailClient;
  site: Pick<Site, "url" | "account">;
  workflowId: string;
}

/** How a run ended, as the runner knows it. */
export interface RunOutcome {
  executionId: string;
  sessionId: string;
  status: "completed" | "failed" | "cancelled";
  /** What went wrong, in the words of the program that failed. */
  error: string | null;
  result: Record<string, unknown> | null;
  /** Percent done. */
  progress: number;
  /** Seconds that the run took, at least and at most. */
  seconds: [least: number, most: number];
  /** Names of the steps that were begun. */
  steps: string[];
  /** What was logged, in order. */
  log: string[];
  recording: VisualSummary;
  moments: Moment[];
  watched: Watched;
}

/** What happens beside a run. */
export interface Surroundings {
  /** Cancels the run. */
  signal: AbortSignal;
  /** Called before each step; the step waits for it. */
  beforeStep(step: string, run: TrackedRun): Promise<void>;
}

/**
 * Runs the workflow once in a fresh browser context, tracked, recorded, and watched by someone else
 * while it goes on.
 */
export async function runWorkflow(
  { browser, client, watcher, site, workflowId }: Workplace,
  inputs: OrderInputs,
  { signal, beforeStep }: Surroundings,
): Promise<RunOutcome> {
  const [steps, log, moments]: [string[], string[], Moment[]] = [[], [], []];
  let [executionId, sessionId, progress] = ["", "", 0];
  let recording: VisualSummary | undefined;
  let watching: ReturnType<typeof watchSession> | undefined;
  let [least, wasCancelled] = [0, false];
  const started = performance.now();
  const since = (start: number) => (performance.now() - start) / 1000;

  const tracked = track(client, {
    ...{ workflow_id: workflowId, inputs, mode: "local-run", tags: ["demo"] },
    ...{ visual_streaming_enabled: true, visual_quality: "standard", timeout_seconds: 120 },
    ...{ metadata: { browser: browser.version() }, signal, secrets: [site.account.password] },
  }, async (run) => {
    const began = performance.now();
    [executionId, sessionId] = [run.execution_id ?? "", run.session_id ?? ""];
    watching = watchSession(watcher, sessionId);
    const context = await browser.newContext({ viewport: { width: 1100, height: 760 } });
    context.setDefaultTimeout(15_000);
    // The demo ends the process itself, in an order that lets runs be reported first.
    const recorder = await recordVisual(context, run, { batchSeconds: 1, handleSignals: false });
    const order: OrderRun = {
      async step(name, percent, does) {
        await beforeStep(name, run);
        await run.step(name, async (step) => {
          steps.push(name);
          const line = await does();
          step.log(line);
          log.push(line);
        });
        run.progress(progress = percent);
      },
      see: async (what) => void moments.push(await seeMoment(page, what)),
    };
    const page: Page = await context.newPage();
    try {
      return await orderSupplies(page, site, inputs, order);
    } catch (thrown) {
      throw inPlainText(thrown);
    } finally {
      recording = await recorder.stop();
      await context.close();
      wasCancelled = run.signal.aborted;
      [least] = [since(began)];
      watching.runEnded();
    }
  });
  const [result, error] = await tracked.then(
    (value) => [value, null] as const,
    (thrown) => [null, thrown instanceof Error ? thrown.message : `${thrown}`] as const,
  );
  if (!recording || !watching) throw new Error(`The run did not begin: ${error}`);
  const status = wasCancelled ? "cancelled" : error === null ? "completed" : "failed";
  return {
    ...{ executionId, sessionId, status, error, result, progress, steps, log, recording, moments },
    seconds: [least, since(started)],
    watched: await watching.done,
  };
}

/** Playwright writes for terminals; the text is kept for readers of every kind. */
function inPlainText(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const plain = new Error(stripVTControlCharacters(thrown.message).trim());
  return Object.assign(plain, {
    name: thrown.name,
    stack: stripVTControlCharacters(thrown.stack ?? ""),
  });
}
