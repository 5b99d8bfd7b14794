import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { contract } from "../supabase/functions/_shared/contract.ts";
import {
  activeTable,
  historyTable,
  replayTable,
  statisticsTable,
  statusPainter,
} from "./print-tables.ts";

const now = new Date("2026-01-31T09:31:05Z");
const plain = statusPainter(false);
const answered = { success: true, message: "" } as const;
const page = contract.executionHistory.examples.newest!.output;
const [row] = page.executions;
const active = contract.activeExecutions.examples.all!.output;
const stats = contract.executionStats.examples.lifetime!.output;

Deno.test("historyTable() shows one line per run and the errors below", () => {
  const inputs = { search: "kettle", quantity: 2, delivery: "express" };
  const unfinished = {
    ...row!,
    execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a04",
    status: "running" as const,
    execution_time_seconds: null,
    error: null,
  };
  const failed = {
    ...row!,
    inputs,
    visual_events_captured: 412,
    error: "No element\n  at all\n    at a.ts:1",
  };
  const shown = historyTable(
    { ...answered, ...page, executions: [{ ...unfinished, inputs }, failed], total_executions: 2 },
    now,
    plain,
  );
  assert.deepEqual(shown, [
    "RUN       STATUS   STARTED      TOOK  EVENTS  ORDERED",
    "6f0f9a04  running  1 min ago       -       -  2 x kettle, express",
    "6f0f9a03  failed   1 min ago  8.02 s     412  2 x kettle, express",
    "",
    "Why they ended early:",
    "6f0f9a03  No element at all",
    "",
    "2 of 2 shown",
  ]);
});

Deno.test("historyTable() says when the total is a lower bound, and nothing of errors without any", () => {
  const executions = [{ ...row!, error: null }];
  const more = { total_executions: 10000, total_is_exact: false };
  const shown = historyTable({ ...answered, ...page, executions, ...more }, now, plain);
  assert.equal(shown.length, 4);
  assert.equal(shown.at(-1), "1 of at least 10000 shown");
});

Deno.test("activeTable() shows progress and how long such runs usually take", () => {
  assert.deepEqual(activeTable({ ...answered, ...active }, plain), [
    "RUN       STATUS   WORKFLOW        PROGRESS  RUNNING FOR  USUALLY",
    "6f0f9a02  running  Order a kettle      40 %       4.21 s   12.3 s",
  ]);
  const none = { ...answered, active_executions: [], total_active: 0 };
  assert.deepEqual(activeTable(none, plain), ["Nothing runs."]);
});

Deno.test("statisticsTable() shows dashes for a workflow without finished runs", () => {
  const shown = statisticsTable({ ...answered, ...stats }, now);
  assert.ok(shown.includes("Success rate          66.67 %"), shown.join("\n"));
  assert.ok(shown.includes("  p50, p95            12.3 s, 12.3 s"), shown.join("\n"));
  const none = { success_rate: null, average_execution_time: null, last_execution_at: null };
  const empty = statisticsTable({ ...answered, ...stats, ...none }, now);
  assert.ok(empty.includes("Success rate          -"), empty.join("\n"));
  assert.ok(empty.includes("Last run              -"), empty.join("\n"));
});

Deno.test("replayTable() shows moments beside what the run saw", () => {
  const moment = { moment: "receipt", events: 9, bytes: 3197 };
  assert.deepEqual(
    replayTable([
      { ...moment, sameText: true, differing: 0.0002 },
      { ...moment, sameText: false, differing: 0.5 },
    ]),
    [
      "MOMENT   EVENTS  BYTES  TEXT      PIXELS THAT DIFFER",
      "receipt       9   3197  the same              0.02 %",
      "receipt       9   3197  differs              50.00 %",
    ],
  );
});

Deno.test("statusPainter() adds colour to the word and changes nothing else", () => {
  for (const status of ["running", "completed", "failed", "cancelled"]) {
    assert.equal(plain(status), status);
    assert.notEqual(statusPainter(true)(status), status);
    assert.equal(stripVTControlCharacters(statusPainter(true)(status)), status);
  }
});
