import assert from "node:assert/strict";
import { lateReport } from "./late-report.ts";

const ended = { execution_id: "e1", status: "failed", error_code: "heartbeat_lost", late: true };

Deno.test("lateReport() makes a refusal of a late report, and keeps its fields", () => {
  const text = JSON.stringify(ended);
  const problem = lateReport(text, ended);
  assert.deepEqual([problem?.code, problem?.status], ["execution_already_finished", 409]);
  assert.match(problem?.message ?? "", /ended execution e1 \(failed, heartbeat_lost\) before/);
  assert.equal(problem?.fields, text);
});

Deno.test("lateReport() is nothing but a late report", () => {
  for (const late of [false, undefined, "true"]) {
    assert.equal(lateReport("{}", { ...ended, late }), null);
  }
});
