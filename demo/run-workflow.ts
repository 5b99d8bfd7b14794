import type { Browser } from "playwright-core";
import type { RuntrailClient } from "../client/mod.ts";
import { type OrderInputs, orderSupplies } from "./order-supplies.ts";
import { record } from "./record.ts";
import type { Site } from "./site/server.ts";
import { type RunOutcome, trackRun } from "./track-run.ts";

/** What every run of the demo needs. */
export interface Workplace {
  browser: Browser;
  client: RuntrailClient;
  site: Pick<Site, "url" | "account">;
  workflowId: string;
}

/**
 * Runs the workflow once in a fresh browser context, recorded and tracked.
 *
 * @param beforeStep Called before each step with its name; the step waits for it.
 * @throws {RuntrailError} when the run's start or end cannot be recorded.
 */
export async function runWorkflow(
  { browser, client, site, workflowId }: Workplace,
  inputs: OrderInputs,
  signal: AbortSignal,
  beforeStep: (step: string) => Promise<void>,
): Promise<RunOutcome> {
  const context = await browser.newContext({ viewport: { width: 1100, height: 760 } });
  try {
    context.setDefaultTimeout(15_000);
    const recorder = await record(context);
    const page = await context.newPage();
    const create = {
      ...{ workflow_id: workflowId, inputs, mode: "local-run" as const },
      ...{ visual_streaming_enabled: true, visual_quality: "standard" as const },
      ...{ tags: ["demo"], metadata: { browser: browser.version() }, timeout_seconds: 120 },
    };
    const recordedSofar = recorder.sofar;
    const stopRecording = () => recorder.stop(page);
    return await trackRun({ client, create, signal, recordedSofar, stopRecording }, (run) => {
      const step: typeof run.step = async (name, progress, does) => {
        await beforeStep(name);
        await run.step(name, progress, does);
      };
      return orderSupplies(page, site, inputs, { step });
    });
  } finally {
    await context.close();
  }
}
