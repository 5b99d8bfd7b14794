import assert from "node:assert/strict";
import { rpcProblem } from "./rpc-problem.ts";

const none = new Headers();

Deno.test("rpcProblem() hands on what our SQL raised: slug, sentence with next step, status", () => {
  const raised = {
    code: "PT404",
    message: "execution_not_found",
    details: "There is no execution x.",
    hint: "Check execution_id.",
  };
  assert.deepEqual(rpcProblem(404, raised, none), {
    code: "execution_not_found",
    status: 404,
    message: "There is no execution x. Check execution_id.",
    headers: {},
  });
});

Deno.test("rpcProblem() hands on a slug that is newer than its table", () => {
  const raised = { code: "PT409", message: "quota_of_the_future", details: "Full.", hint: null };
  const problem = rpcProblem(409, raised, none);
  assert.deepEqual([problem.code, problem.status, problem.message], [
    "quota_of_the_future",
    409,
    "Full.",
  ]);
});

Deno.test("rpcProblem() hands on status and headers that SQL chose, and no others", () => {
  const headers = new Headers({
    "retry-after": "7",
    "ratelimit": '"creates";r=0;t=7',
    "server": "postgrest",
    "set-cookie": "a=b",
  });
  const raised = { code: "payload_too_large", message: "m", details: "Too much.", hint: "Wait." };
  assert.deepEqual(rpcProblem(429, raised, headers), {
    code: "payload_too_large",
    status: 429,
    message: "Too much. Wait.",
    headers: { "ratelimit": '"creates";r=0;t=7', "retry-after": "7" },
  });
});

Deno.test("rpcProblem() gives every other error a code of the table", () => {
  const cases: [sqlstate: string, http: number, code: string, status: number][] = [
    ["57014", 500, "statement_timeout", 504],
    ["22P02", 400, "invalid_parameter", 400],
    ["22003", 400, "invalid_parameter", 400],
    ["23514", 400, "invalid_parameter", 400],
    ["PGRST301", 401, "invalid_token", 401],
    ["PGRST303", 401, "invalid_token", 401],
    ["PGRST002", 503, "database_unavailable", 503],
    ["PGRST003", 504, "database_unavailable", 503],
    ["53300", 503, "database_unavailable", 503],
    ["57P01", 500, "database_unavailable", 503],
    ["08006", 503, "database_unavailable", 503],
    ["40P01", 500, "database_unavailable", 503],
    ["55P03", 500, "database_unavailable", 503],
    ["42501", 403, "internal_error", 500],
    ["42883", 404, "internal_error", 500],
    ["PGRST202", 404, "internal_error", 500],
    ["P0001", 400, "internal_error", 500],
    ["23505", 409, "internal_error", 500],
  ];
  for (const [sqlstate, http, code, status] of cases) {
    const problem = rpcProblem(http, { code: sqlstate, message: "words of Postgres" }, none);
    assert.deepEqual([problem.code, problem.status], [code, status], sqlstate);
  }
});

Deno.test("rpcProblem() tells the log and not the caller what went wrong inside", () => {
  const error = {
    code: "42501",
    message: "permission denied for table workflows",
    details: "row (secret)",
    hint: null,
  };
  const problem = rpcProblem(403, error, none);
  assert.doesNotMatch(problem.message, /permission|workflows/);
  assert.equal(
    problem.log,
    "PostgREST answered HTTP 403 42501 permission denied for table workflows",
  );
});

Deno.test("rpcProblem() reads a gateway's page as an outage, and says when to come back", () => {
  const problem = rpcProblem(502, {}, none);
  assert.equal(problem.code, "database_unavailable");
  assert.deepEqual(problem.headers, { "retry-after": "1" });
  const later = rpcProblem(503, {}, new Headers({ "retry-after": "30" }));
  assert.deepEqual(later.headers, { "retry-after": "30" });
  assert.equal(rpcProblem(500, {}, none).code, "internal_error");
});
