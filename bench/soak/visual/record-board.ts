import type { Browser } from "playwright-core";
import { recordVisual, type VisualSummary } from "../../../client/playwright/mod.ts";
import { type BoardUse, openBoard } from "./use-board.ts";
import type { VisualStack } from "./visual-stack.ts";

/** A recording of the board, as the runner knows it. */
export interface BoardRecording extends BoardUse {
  sessionId: string;
  summary: VisualSummary;
}

/** Uses the board in a fresh context, recorded into a session of its own, which ends with it. */
export async function recordBoard(
  browser: Browser,
  { client, workflowId }: VisualStack,
  url: string,
  steps: number,
): Promise<BoardRecording> {
  const { execution_id, session_id } = await client.createExecution({
    ...{ workflow_id: workflowId, visual_streaming_enabled: true, visual_quality: "standard" },
  });
  const sessionId = session_id ?? "";
  const context = await browser.newContext();
  const run = { session_id: sessionId, client };
  const recorder = await recordVisual(context, run, { handleSignals: false });
  const board = await openBoard(context, url);
  const use = await board.use(steps);
  const summary = await recorder.stop();
  await context.close();
  await client.updateExecution({ execution_id, status: "completed" });
  return { ...use, sessionId, summary };
}
