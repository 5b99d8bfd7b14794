import { isDeepStrictEqual } from "node:util";
import type { RuntrailAnswer } from "../client/mod.ts";
import type { Replayed } from "./replay-moments.ts";
import type { RunOutcome } from "./run-workflow.ts";

/** What the API says after the runs. */
export interface Answers {
  history: RuntrailAnswer<"executionHistory">;
  /** Of each run. */
  details: RuntrailAnswer<"executionDetail">[];
  stats: RuntrailAnswer<"executionStats">;
  active: RuntrailAnswer<"activeExecutions">;
  sessions: RuntrailAnswer<"visualSessions">;
}

// Where the mouse was leaves its traces: a player shows it hovering a moment earlier or later.
const pixelsThatMayDiffer = 0.01;

/**
 * Compares what the database says with what was done.
 *
 * @returns how many facts were compared, and a sentence for each that differs.
 */
export function verify(
  outcomes: RunOutcome[],
  answers: Answers,
  replayed: Replayed[],
): [number, string[]] {
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
  const { history, details, stats, active, sessions } = answers;

  expect("number of runs in the history", history.total_executions, outcomes.length);
  for (const run of outcomes) {
    const row = details.find(({ execution_id }) => execution_id === run.executionId);
    const of = (fact: string) => `${fact} of run ${run.executionId}`;
    const [least, most] = run.seconds;
    const seconds = row?.execution_time_seconds ?? NaN;
    expect(of("status"), row?.status, run.status);
    expect(of("error"), row?.error?.includes(run.error ?? "") ?? null, run.error && true);
    expect(of("result"), row?.result, run.result);
    expect(of("progress"), row?.progress, run.progress);
    // It is kept to the millisecond.
    const lasted = seconds >= least - 0.001 && seconds <= most + 0.001;
    expect(of("duration"), lasted ? "as long" : seconds, "as long");
    expect(of("steps"), row?.steps.map(({ name }) => name), run.steps);
    const lines = row?.events.filter(({ kind }) => kind === "log").map(({ message }) => message);
    expect(of("log"), lines, run.log);
    expect(of("number of events"), row?.visual_events_captured, run.recording.events);
    expect(of("recorded duration"), row?.visual_stream_duration, run.recording.seconds);
    expect(of("events seen by the second client"), run.watched.events, run.recording.events);
    expect(of("end of the second client's stream"), run.watched.end, "session_ended");
    expect(of("events seen while it went on"), run.watched.live > 0, true);
    expect(of("lost events"), run.recording.lost_events, 0);
  }
  for (const { moment, sameText, differing } of replayed) {
    expect(`text of the ${moment} in the recording`, sameText, true);
    expect(`looks of the ${moment} in the recording`, differing < pixelsThatMayDiffer, true);
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

function inspect(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
