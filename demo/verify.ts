import { isDeepStrictEqual } from "node:util";
import type { RuntrailAnswer } from "../client/mod.ts";
import type { LogLine, RunOutcome } from "./track-run.ts";

/** What the API says after the runs. */
export interface Answers {
  history: RuntrailAnswer<"executionHistory">;
  stats: RuntrailAnswer<"executionStats">;
  active: RuntrailAnswer<"activeExecutions">;
  sessions: RuntrailAnswer<"visualSessions">;
}

/**
 * Compares what the database says with what was done.
 *
 * @returns how many facts were compared, and a sentence for each that differs.
 */
export function verify(outcomes: RunOutcome[], answers: Answers): [number, string[]] {
  const differences: string[] = [];
  let compared = 0;
  function expect(what: string, found: unknown, done: unknown) {
    compared++;
    if (isDeepStrictEqual(found, done)) return;
    differences.push(`${what}: the database says ${inspect(found)}, it was ${inspect(done)}`);
  }
  const ended = (status: string) => outcomes.filter((run) => run.status === status).length;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const events = sum(outcomes.map(({ recording }) => recording.events));
  const { history, stats, active, sessions } = answers;

  expect("number of runs in the history", history.total_executions, outcomes.length);
  for (const run of outcomes) {
    const row = history.executions.find(({ execution_id }) => execution_id === run.executionId);
    const of = (fact: string) => `${fact} of run ${run.executionId}`;
    expect(of("status"), row?.status, run.status);
    expect(of("error"), row?.error, run.error);
    expect(of("result"), row?.result, run.result);
    expect(of("progress"), row?.progress, run.progress);
    expect(of("duration"), row?.execution_time_seconds, run.seconds);
    expect(of("number of events"), row?.visual_events_captured, run.recording.events);
    expect(of("recorded duration"), row?.visual_stream_duration, run.recording.seconds);
    expect(of("log"), row?.logs?.map(plainLine), run.log.map(plainLine));
  }
  expect("runs in the statistics", stats.total_executions, outcomes.length);
  expect("completed runs", stats.successful_executions, ended("completed"));
  expect("failed runs", stats.failed_executions, ended("failed"));
  expect("cancelled runs", stats.cancelled_executions, ended("cancelled"));
  expect("running runs in the statistics", stats.running_executions, 0);
  expect("active runs", active.total_active, 0);
  expect("visual sessions", sessions.total_sessions, outcomes.length);
  expect("events of all sessions", sessions.total_events_processed, events);
  return [compared, differences];
}

/** A line in one spelling: the database writes times its own way. */
function plainLine(line: unknown) {
  const { at, level, step, message, data } = line as LogLine;
  const time = new Date(at).getTime();
  return { time, level, step: step ?? null, message, data: data ?? null };
}

function inspect(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
