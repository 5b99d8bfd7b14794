import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp, type User } from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

/** A user with one workflow and three runs: completed, failed, running. */
async function withRuns(): Promise<{ owner: User; workflow_id: string }> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner, "Order a kettle");
  const report = async (execution_id: string, parameters: Record<string, unknown>) =>
    await owner.client.rpc("update_execution", { execution_id, ...parameters }).throwOnError();
  await report(
    await makeExecution(owner, workflow_id, {
      inputs: { search: "blue kettle" },
      tags: ["nightly"],
      metadata: { customer: "acme" },
      visual_streaming_enabled: true,
    }),
    { status: "completed", result: { price: 1 }, execution_time_seconds: 12.345 },
  );
  await report(await makeExecution(owner, workflow_id, { mode: "local-run" }), {
    status: "failed",
    error: "No element 100%_sure",
    execution_time_seconds: 3,
    append_logs: ["one", "two"],
    logs: ["three"],
  });
  await makeExecution(owner, workflow_id);
  return { owner, workflow_id };
}

interface Row {
  readonly status: string;
  readonly [name: string]: unknown;
}

/** A rule about a filter, and the statuses of the rows it lets through, in order. */
function shows(
  when: string,
  filter: Record<string, unknown>,
  statuses: readonly string[],
  check: (fields: Record<string, unknown>, rows: readonly Row[]) => void = () => {},
): Rule {
  return {
    when,
    status: 200,
    arrange: async () => {
      const { owner, workflow_id } = await withRuns();
      return () => ({ actor: owner, input: { workflow_id, ...filter } });
    },
    check: (fields) => {
      const rows = fields.executions as Row[];
      assert.deepEqual(rows.map(({ status }) => status), statuses);
      check(fields, rows);
    },
  };
}

const refuses = (slug: string, input: Record<string, unknown>, as: string): Rule => ({
  when: `when ${as}`,
  status: 400,
  slug,
  arrange: async () => {
    const actor = await signUp();
    return () => ({ actor, input });
  },
});
const invalid = (input: Record<string, unknown>, as: string) =>
  refuses("invalid_parameter", input, as);

const all = ["running", "failed", "completed"];

testParity(contract.executionHistory, [
  shows("newest first", {}, all, (fields, rows) => {
    assert.equal(fields.total_executions, 3);
    assert.equal(fields.total_is_exact, true);
    assert.equal(fields.page, 1);
    assert.equal(fields.has_next_page, false);
    assert.equal(rows[0]?.workflow_name, "Order a kettle");
    for (const payload of ["inputs", "result", "logs"]) assert.ok(!(payload in (rows[0] ?? {})));
  }),
  shows("with payloads", { include_payloads: true }, all, (_, [, failed, completed]) => {
    assert.deepEqual(completed?.inputs, { search: "blue kettle" });
    assert.deepEqual(completed?.result, { price: 1 });
    const lines = (failed?.logs as (string | { message: string; at?: string })[]).map((line) =>
      typeof line === "string" ? line : line.message
    );
    assert.deepEqual(lines, ["one", "two", "three"]);
  }),
  shows("by several statuses", { status_filter: ["failed", "completed"] }, ["failed", "completed"]),
  shows("by mode", { mode_filter: "local-run" }, ["failed"]),
  shows("by streaming", { visual_streaming_only: true }, ["completed"]),
  shows("by quality", { visual_quality: "standard" }, ["completed"]),
  shows("by tags", { tags: ["nightly"] }, ["completed"]),
  shows("by metadata", { metadata: { customer: "acme" } }, ["completed"]),
  shows("by inputs", { inputs: { search: "blue kettle" } }, ["completed"]),
  shows("by duration", { min_seconds: 1, max_seconds: 3 }, ["failed"]),
  shows("by a part of the error, taken literally", { search: "100%_S" }, ["failed"]),
  shows("by a part of the workflow's name", { search: "kettle" }, all),
  shows("by a window that lies in the future", { created_after: "2126-01-01T00:00:00Z" }, []),
  shows("slowest first", { sort: "execution_time_seconds.desc" }, [
    "completed",
    "failed",
    "running",
  ]),
  shows("for the second page", { page: 2, page_size: 2 }, ["completed"], (fields) => {
    assert.equal(fields.page, 2);
    assert.equal(fields.total_executions, 3);
  }),
  shows("for a page after the last", { page: 9 }, []),
  {
    when: "for the service, as the user would see it",
    status: 200,
    arrange: async () => {
      const { owner, workflow_id } = await withRuns();
      return () => ({ actor: service(), input: { workflow_id, user_id: owner.userId } });
    },
    check: ({ executions }) => assert.equal((executions as unknown[]).length, 3),
  },
  {
    when: "for a cursor, with the next page",
    status: 200,
    arrange: async () => {
      const { owner: actor, workflow_id } = await withRuns();
      const { data } = await actor.client
        .rpc("execution_history", { workflow_id, page_size: 2 }).throwOnError();
      return () => ({ actor, input: { workflow_id, page_size: 2, cursor: data.next_cursor } });
    },
    check: ({ executions, page }) => {
      assert.deepEqual((executions as Row[]).map(({ status }) => status), ["completed"]);
      assert.equal(page, null);
    },
  },
  {
    when: "when the cursor belongs to another sort",
    status: 400,
    slug: "invalid_cursor",
    arrange: async () => {
      const { owner: actor, workflow_id } = await withRuns();
      const { data } = await actor.client
        .rpc("execution_history", { workflow_id, page_size: 2 }).throwOnError();
      const input = { workflow_id, cursor: data.next_cursor, sort: "created_at.asc" };
      return () => ({ actor, input });
    },
  },
  refuses("invalid_cursor", { cursor: "bm90IG91cnM" }, "the cursor is not one of ours"),
  refuses("invalid_cursor", { cursor: "%%%" }, "the cursor is not even encoded"),
  invalid({ status_filter: ["done"] }, "a status is unknown"),
  invalid({ status_filter: [] }, "no status may match"),
  invalid({ mode_filter: "cloud" }, "mode_filter is unknown"),
  invalid({ visual_quality: "ultra" }, "visual_quality is unknown"),
  invalid({ min_seconds: -1 }, "min_seconds is negative"),
  invalid({ min_seconds: 2, max_seconds: 1 }, "min_seconds is greater than max_seconds"),
  invalid(
    { created_after: "2026-02-01T00:00:00Z", created_before: "2026-02-01T00:00:00Z" },
    "the window is empty",
  ),
  invalid({ sort: "created_at" }, "sort has no direction"),
  invalid({ page: 0 }, "page is 0"),
  invalid({ page_size: 0 }, "page_size is 0"),
  invalid({ page_size: 201 }, "page_size is over 200"),
  invalid({ page: 1, cursor: "bm90IG91cnM" }, "page and cursor come together"),
  invalid({ metadata: [1] }, "metadata is a list"),
  invalid({ inputs: "text" }, "inputs is text"),
  refuses("user_id_not_allowed", { user_id: crypto.randomUUID() }, "a user names another user"),
  {
    when: "when the service names nobody",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
  {
    when: "when the service names a user who does not exist",
    status: 404,
    slug: "user_not_found",
    arrange: () =>
      Promise.resolve(() => ({ actor: service(), input: { user_id: crypto.randomUUID() } })),
  },
]);
