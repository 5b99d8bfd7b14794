import assert from "node:assert/strict";
import type * as z from "zod";
import { contract } from "./contract.ts";
import type { Problem } from "./result.ts";
import { validate } from "./validate.ts";

const ID = "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01";
const { createExecution, updateExecution, executionHistory } = contract;

function problemOf(input: z.ZodObject, sent: Record<string, unknown>): Problem {
  const result = validate(input, sent);
  assert.ok(!result.ok);
  return result.problem;
}

Deno.test("validate() hands on what the SQL function takes, and turns one status into a list", () => {
  const sent = { workflow_id: ID, status_filter: "failed", page: 2 };
  assert.deepEqual(validate(executionHistory.input, sent), {
    ok: true,
    value: { workflow_id: ID, status_filter: ["failed"], page: 2 },
  });
});

Deno.test("validate() keeps payloads as they are, a key named __proto__ and exact numbers too", () => {
  const inputs = JSON.parse('{"__proto__":1,"a":{"b":[null]}}');
  const result = validate(createExecution.input, { workflow_id: ID, inputs });
  assert.equal(result.ok && result.value.inputs, inputs);
});

Deno.test("validate() names a missing parameter", () => {
  const { code, message, details } = problemOf(createExecution.input, {});
  assert.equal(code, "invalid_parameter");
  assert.match(message, /^workflow_id is required\./);
  assert.deepEqual(details, [{ path: "workflow_id", message: "is required" }]);
});

Deno.test("validate() names unknown parameters and says which the endpoint takes", () => {
  const sent = { workflow_id: ID, inptus: {}, __proto: 1 };
  const { code, message, details } = problemOf(createExecution.input, sent);
  assert.equal(code, "unknown_parameter");
  assert.match(message, /^inptus is not a parameter; __proto is not a parameter\. .*workflow_id, /);
  assert.deepEqual(details, [
    { path: "inptus", message: "is not a parameter" },
    { path: "__proto", message: "is not a parameter" },
  ]);
});

Deno.test("validate() says what each parameter must be", () => {
  const cases: [Record<string, unknown>, path: string, message: string][] = [
    [{ error: 1 }, "error", "must be a string"],
    [
      { execution_id: "x" },
      "execution_id",
      "must be a UUID, for example 0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
    ],
    [{ status: "done" }, "status", "must be running, completed, failed or cancelled"],
    [{ progress: 101 }, "progress", "must be at most 100"],
    [{ progress: "40" }, "progress", "must be a number"],
    [{ visual_events_captured: 1.5 }, "visual_events_captured", "must be an integer"],
    [{ visual_events_captured: -1 }, "visual_events_captured", "must be at least 0"],
    [{ logs: "line" }, "logs", "must be a list"],
    [{ metadata: [] }, "metadata", "must be a JSON object"],
    [{ tags: [1] }, "tags[0]", "must be a string"],
    [{ append_logs: ["a", 1] }, "append_logs[1]", "has the wrong type"],
    [{ append_logs: [{}] }, "append_logs[0].message", "is required"],
    [
      { append_logs: [{ message: "a", level: "loud" }] },
      "append_logs[0].level",
      "must be debug, info, warn or error",
    ],
    [
      { append_logs: [{ message: "a", at: "noon" }] },
      "append_logs[0].at",
      "must be ISO 8601 with offset, for example 2026-01-31T09:30:00Z, or a date",
    ],
  ];
  for (const [sent, path, message] of cases) {
    const { details } = problemOf(updateExecution.input, { execution_id: ID, ...sent });
    assert.deepEqual(details, [{ path, message }]);
  }
});

Deno.test("validate() names an unknown key of a log entry by its place", () => {
  const append_logs = [{ message: "a" }, { message: "b", lvl: "info" }];
  const problem = problemOf(updateExecution.input, { execution_id: ID, append_logs });
  assert.equal(problem.code, "unknown_parameter");
  assert.deepEqual(problem.details, [{
    path: "append_logs[1].lvl",
    message: "is not a parameter",
  }]);
});

Deno.test("validate() says what a filter of one or several must be", () => {
  for (const status_filter of ["done", ["failed", "done"], 1]) {
    const { details } = problemOf(executionHistory.input, { status_filter });
    assert.deepEqual(details, [{
      path: "status_filter",
      message: "must be running, completed, failed or cancelled, or a list of these",
    }]);
  }
});

Deno.test("validate() shows three complaints in the message and at most twenty in the details", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`p${at}`, at]));
  const { message, details } = problemOf(executionHistory.input, many);
  assert.equal((details as unknown[]).length, 20);
  assert.match(message, /p2 is not a parameter; 17 more in details\./);
});

Deno.test("validate() never quotes a value", () => {
  const problem = problemOf(executionHistory.input, {
    workflow_id: "s3cret",
    page: "s3cret",
    sort: "s3cret",
    created_after: "s3cret",
    session_id: "s3cret".repeat(100),
  });
  assert.equal((problem.details as unknown[]).length, 5);
  assert.doesNotMatch(JSON.stringify(problem), /s3cret/);
});
