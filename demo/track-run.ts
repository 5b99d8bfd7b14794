import { stripVTControlCharacters } from "node:util";
import type { RuntrailClient, RuntrailInput } from "../client/mod.ts";
import type { Recording } from "./record.ts";

/** A line of a run's log. */
export interface LogLine {
  /** ISO 8601, UTC, with milliseconds. */
  at: string;
  level: "info" | "warn" | "error";
  /** Name of the step it belongs to; absent for the run as a whole. */
  step?: string;
  message: string;
  data?: unknown;
}

/** What the work of a run is given to report with. */
export interface TrackedRun {
  /**
   * Does one step of the run and reports it. What the step returns is the line in the log.
   *
   * @param progress Percent done once the step is.
   */
  step(name: string, progress: number, does: () => Promise<string>): Promise<void>;
}

/** How a run ended, as the runner knows it. */
export interface RunOutcome {
  executionId: string;
  status: "completed" | "failed" | "cancelled";
  /** What went wrong, in the words of the program that failed. */
  error: string | null;
  result: Record<string, unknown> | null;
  /** Percent done. */
  progress: number;
  /** Duration in seconds, to the millisecond. */
  seconds: number;
  recording: Recording;
  /** What was logged, in order. */
  log: LogLine[];
}

/** A run to be tracked. */
export interface RunRequest {
  client: RuntrailClient;
  create: RuntrailInput<"createExecution">;
  /** Cancels the run. */
  signal: AbortSignal;
  /** What has been recorded by now. */
  recordedSofar(): Recording;
  /** Ends the recording. */
  stopRecording(): Promise<Recording>;
}

/**
 * Does a piece of work as one execution: records that it starts, each step while it runs, and how it
 * ended. What the work throws makes the execution failed; aborting the signal makes it cancelled.
 *
 * @throws {RuntrailError} when its start or end cannot be recorded.
 */
export async function trackRun(
  { client, create, signal, recordedSofar, stopRecording }: RunRequest,
  work: (run: TrackedRun) => Promise<Record<string, unknown>>,
): Promise<RunOutcome> {
  const { execution_id } = await client.createExecution(create);
  const since = performance.now();
  const log: LogLine[] = [];
  let [sent, progress] = [0, 0];
  let currentStep: string | undefined;

  function addLine(level: LogLine["level"], message: string, data?: unknown) {
    log.push({ at: new Date().toISOString(), level, message, step: currentStep, data });
  }

  function unsent(): LogLine[] {
    const lines = log.slice(sent);
    sent = log.length;
    return lines;
  }

  async function step(name: string, percent: number, does: () => Promise<string>) {
    signal.throwIfAborted();
    currentStep = name;
    const started = performance.now();
    const message = await does();
    signal.throwIfAborted();
    addLine("info", message, { seconds: secondsSince(started) });
    currentStep = undefined;
    progress = percent;
    const { events } = recordedSofar();
    const report = { progress, visual_events_captured: events, append_logs: unsent() };
    await client.updateExecution({ execution_id, ...report });
  }

  let status: RunOutcome["status"] = "completed";
  let [error, result]: [string | null, RunOutcome["result"]] = [null, null];
  try {
    result = await Promise.race([work({ step }), aborted(signal)]);
    addLine("info", "Finished");
  } catch (thrown) {
    status = signal.aborted ? "cancelled" : "failed";
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    // Playwright writes for terminals; the text is kept for readers of every kind.
    error = stripVTControlCharacters(message).trim();
    addLine(signal.aborted ? "warn" : "error", error);
  }
  const recording = await stopRecording();
  const seconds = secondsSince(since);
  await client.updateExecution({
    ...{ execution_id, status, progress, execution_time_seconds: seconds, append_logs: unsent() },
    ...(result && { result }),
    ...(error !== null && { error }),
    visual_events_captured: recording.events,
    visual_stream_duration: recording.seconds,
  });
  return {
    ...{ executionId: execution_id, status, error, result, progress, seconds },
    ...{ recording, log },
  };
}

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
