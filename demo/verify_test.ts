import assert from "node:assert/strict";
import { contract } from "../supabase/functions/_shared/contract.ts";
import type { Replayed } from "./replay-moments.ts";
import type { RunOutcome } from "./run-workflow.ts";
import { type Answers, verify } from "./verify.ts";

const example = contract.executionDetail.examples.running!.output;
const done: RunOutcome = {
  ...{ executionId: example.execution_id, sessionId: "s", status: "completed", error: null },
  ...{ result: { order_number: "A-1007" }, progress: 100, seconds: [12.3, 12.4] },
  ...{ steps: ["Sign in"], log: ["Signed in"], moments: [] },
  recording: { events: 412, seconds: 11.9, lost_events: 0, bytes: 70_000 },
  watched: { events: 412, live: 300, end: "session_ended" },
};
const replayed: Replayed = {
  ...{ moment: "receipt", events: 20, bytes: 3000, sameText: true, differing: 0.001 },
};
const answered = { success: true, message: "" } as const;

/** What the API says when all is well. */
function answers(): Answers {
  const history = contract.executionHistory.examples.newest!.output;
  const stats = contract.executionStats.examples.lifetime!.output;
  const one = { total_executions: 1, successful_executions: 1, failed_executions: 0 };
  const sessions = contract.visualSessions.examples.all!.output;
  const metrics = { visual_events_captured: 412, visual_stream_duration: 11.9 };
  const ended = { status: "completed" as const, progress: 100, execution_time_seconds: 12.345 };
  const result = { order_number: "A-1007" };
  return {
    history: { ...answered, ...history, total_executions: 1 },
    details: [{ ...answered, ...example, ...metrics, ...ended, result, error: null }],
    stats: { ...answered, ...stats, ...one, cancelled_executions: 0, running_executions: 0 },
    active: { ...answered, active_executions: [], total_active: 0 },
    sessions: { ...answered, ...sessions, total_events_processed: 412, total_sessions: 1 },
  };
}

Deno.test("verify() finds no difference in true answers", () => {
  const [compared, differences] = verify([done], answers(), [replayed]);
  assert.deepEqual(differences, []);
  assert.equal(compared, 24);
});

Deno.test("verify() names each fact in which the database differs", () => {
  const wrong = answers();
  wrong.details[0]!.visual_events_captured = 411;
  wrong.details[0]!.execution_time_seconds = 12.5;
  wrong.stats.failed_executions = 1;
  wrong.active.total_active = 1;
  wrong.details[0]!.steps = [];
  const [, differences] = verify([done], wrong, [{ ...replayed, differing: 0.2 }]);
  assert.equal(differences.length, 6);
  const run = `of run ${example.execution_id}: the database says`;
  assert.ok(differences.includes(`number of events ${run} 411, it was 412`));
  assert.ok(differences.includes(`duration ${run} 12.5, it was "as long"`));
  assert.ok(differences.includes("failed runs: the database says 1, it was 0"));
  assert.ok(differences.includes("active runs: the database says 1, it was 0"));
  assert.ok(differences.includes(`steps ${run} [], it was ["Sign in"]`));
  assert.ok(differences.some((line) => line.startsWith("looks of the receipt in the recording")));
});

Deno.test("verify() names what a second client did not see, and what was lost", () => {
  const unseen = { ...done, watched: { events: 400, live: 0, end: "time_limit" } };
  const lost = { ...unseen, recording: { ...done.recording, lost_events: 3 } };
  assert.equal(verify([lost], answers(), [replayed])[1].length, 4);
});

Deno.test("verify() misses a run that the history lacks", () => {
  const none = answers();
  none.details = [];
  none.history.total_executions = 0;
  const [, differences] = verify([done], none, [replayed]);
  assert.ok(differences.includes("number of runs in the history: the database says 0, it was 1"));
});
