import assert from "node:assert/strict";
import { contract } from "../supabase/functions/_shared/contract.ts";
import type { RunOutcome } from "./track-run.ts";
import { type Answers, verify } from "./verify.ts";

const example = contract.updateExecution.examples.finish!.output;
const done: RunOutcome = {
  ...{ executionId: example.execution_id, status: "completed", error: null, progress: 100 },
  result: { order_number: "A-1007" },
  seconds: 12.345,
  recording: { events: 412, fullSnapshots: 4, seconds: 11.9 },
  log: [{ at: "2026-01-31T09:30:05.120Z", level: "info", message: "Signed in", step: "sign in" }],
};
const answered = { success: true, message: "" } as const;

/** What the API says when all is well. */
function answers(): Answers {
  const metrics = { visual_events_captured: 412, visual_stream_duration: 11.9 };
  const at = "2026-01-31T10:30:05.12+01:00";
  const logs = [{ at, level: "info", step: "sign in", message: "Signed in" }];
  const history = contract.executionHistory.examples.newest!.output;
  const stats = contract.executionStats.examples.lifetime!.output;
  const one = { total_executions: 1, successful_executions: 1, failed_executions: 0 };
  const sessions = contract.visualSessions.examples.all!.output;
  return {
    history: {
      ...answered,
      ...history,
      executions: [{ ...example, ...metrics, logs, replay_score: null }],
    },
    stats: { ...answered, ...stats, ...one, cancelled_executions: 0, running_executions: 0 },
    active: { ...answered, active_executions: [], total_active: 0 },
    sessions: { ...answered, ...sessions, total_events_processed: 412, total_sessions: 1 },
  };
}

Deno.test("verify() finds no difference in true answers", () => {
  const [compared, differences] = verify([done], answers());
  assert.deepEqual(differences, []);
  assert.equal(compared, 17);
});

Deno.test("verify() names each fact in which the database differs", () => {
  const wrong = answers();
  wrong.history.executions[0]!.visual_events_captured = 411;
  wrong.history.executions[0]!.execution_time_seconds = 12.346;
  wrong.stats.failed_executions = 1;
  wrong.active.total_active = 1;
  wrong.history.executions[0]!.logs = [{ ...done.log[0]!, at: "2026-01-31T09:30:05.121Z" }];
  const [, differences] = verify([done], wrong);
  assert.equal(differences.length, 5);
  const run = `of run ${example.execution_id}: the database says`;
  assert.ok(differences.includes(`number of events ${run} 411, it was 412`));
  assert.ok(differences.includes(`duration ${run} 12.346, it was 12.345`));
  assert.ok(differences.includes("failed runs: the database says 1, it was 0"));
  assert.ok(differences.includes("active runs: the database says 1, it was 0"));
  assert.ok(differences.some((line) => line.startsWith(`log ${run}`)));
});

Deno.test("verify() misses a run that the history lacks", () => {
  const none = answers();
  none.history.executions = [];
  none.history.total_executions = 0;
  const [, differences] = verify([done], none);
  assert.ok(differences.includes("number of runs in the history: the database says 0, it was 1"));
});
