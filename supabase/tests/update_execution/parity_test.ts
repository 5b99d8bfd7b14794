import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import {
  makeExecution,
  makePublicWorkflow,
  makeWorkflow,
  service,
  signUp,
  type User,
} from "../actors.ts";
import { type Rule, testParity } from "../parity.ts";

/** A rule about an update of the owner's, of a fresh run for each way. */
function owners(
  when: string,
  status: number,
  slug: string | undefined,
  input: Record<string, unknown>,
  before?: (owner: User, execution_id: string, workflow_id: string) => Promise<unknown>,
): Rule {
  return {
    when,
    status,
    ...(slug ? { slug } : {}),
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => {
        const execution_id = await makeExecution(owner, workflow_id);
        await before?.(owner, execution_id, workflow_id);
        return { actor: owner, input: { execution_id, ...input } };
      };
    },
  };
}

/** Reports on a run before the call under test. */
const reported = (report: Record<string, unknown>) => async (owner: User, execution_id: string) =>
  await owner.client.rpc("update_execution", { execution_id, ...report }).throwOnError();

const invalid = (input: Record<string, unknown>, as: string) =>
  owners(`when ${as}`, 400, "invalid_parameter", input);
const tooLarge = (input: Record<string, unknown>, as: string) =>
  owners(`when ${as}`, 413, "payload_too_large", input);

const taken = `session-${crypto.randomUUID()}`;

testParity(contract.updateExecution, [
  {
    ...owners("for progress, metrics and lines", 200, undefined, {
      progress: 40,
      visual_events_captured: 7,
      visual_stream_duration: 1.25,
      metadata: { attempt: 2 },
      tags: ["nightly"],
      append_logs: [
        "signed in",
        { message: "searched", level: "debug", step: "search" },
        { message: "nulls are as good as absent", at: null, level: null, step: null, id: null },
        { kind: "step_started", step: "pay", id: "1" },
        { kind: "step_finished", step: "pay", id: "2", step_id: "1", message: null },
      ],
    }),
    check: (fields) => {
      assert.equal(fields.status, "running");
      assert.equal(fields.progress, 40);
      assert.equal(fields.completed_at, null);
    },
  },
  {
    ...owners("for a run that completes", 200, undefined, {
      status: "completed",
      result: { price: 12.5 },
      logs: [{ timestamp: 1767225600, level: "WARNING", message: "done" }, "plain", 3],
      execution_time_seconds: 12.345,
    }),
    check: (fields) => {
      assert.equal(fields.status, "completed");
      assert.deepEqual(fields.result, { price: 12.5 });
      assert.deepEqual(fields.logs, [
        { timestamp: 1767225600, level: "WARNING", message: "done" },
        "plain",
        3,
      ]);
      assert.equal(fields.execution_time_seconds, 12.345);
      assert.notEqual(fields.completed_at, null);
    },
  },
  {
    ...owners("for a run that fails, with plain text as result", 200, undefined, {
      status: "failed",
      error: "The page has no element named Check out",
      result: "none",
      execution_time_seconds: 1,
    }),
    check: (fields) => assert.equal(fields.result, "none"),
  },
  {
    ...owners(
      "for a late report, filling only what is null",
      200,
      undefined,
      { status: "completed", result: { late: true }, visual_events_captured: 9, progress: 3 },
      reported({ status: "completed", result: { first: true }, execution_time_seconds: 2 }),
    ),
    check: (fields) => {
      assert.deepEqual(fields.result, { first: true });
      assert.equal(fields.visual_events_captured, 9);
      assert.equal(fields.execution_time_seconds, 2);
      assert.equal(fields.progress, null);
    },
  },
  {
    ...owners(
      "for lower metrics, keeping the greatest",
      200,
      undefined,
      { visual_events_captured: 3 },
      reported({ visual_events_captured: 8 }),
    ),
    check: (fields) => assert.equal(fields.visual_events_captured, 8),
  },
  {
    when: "for the service",
    status: 200,
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      return async () => ({
        actor: service(),
        input: { execution_id: await makeExecution(owner, workflow_id), progress: 10 },
      });
    },
  },
  {
    when: "when there is no such execution",
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { execution_id: crypto.randomUUID(), progress: 1 } });
    },
  },
  {
    when: "when the execution is a stranger's",
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const [actor, stranger] = await Promise.all([signUp(), signUp()]);
      const execution_id = await makeExecution(stranger, await makeWorkflow(stranger));
      return () => ({ actor, input: { execution_id, progress: 1 } });
    },
  },
  {
    when: "when the execution is shared",
    status: 404,
    slug: "execution_not_found",
    arrange: async () => {
      const actor = await signUp();
      const execution_id = await makeExecution(service(), await makePublicWorkflow());
      return () => ({ actor, input: { execution_id, progress: 1 } });
    },
  },
  ...["completed", "failed", "running"].map((status) =>
    owners(
      `when a cancelled run is reported ${status}`,
      409,
      "execution_already_finished",
      { status },
      reported({ status: "cancelled" }),
    )
  ),
  owners(
    "when it has another session",
    409,
    "session_already_linked",
    { session_id: `session-${crypto.randomUUID()}` },
    (owner, id) => reported({ session_id: `session-${crypto.randomUUID()}` })(owner, id),
  ),
  {
    when: "when another run has the session",
    status: 409,
    slug: "session_id_in_use",
    arrange: async () => {
      const owner = await signUp();
      const workflow_id = await makeWorkflow(owner);
      await makeExecution(owner, workflow_id, { session_id: taken });
      return async () => ({
        actor: owner,
        input: { execution_id: await makeExecution(owner, workflow_id), session_id: taken },
      });
    },
  },
  invalid({ status: "done" }, "status is unknown"),
  invalid({ logs: "a line" }, "logs is text"),
  invalid({ append_logs: "a line" }, "append_logs is text"),
  invalid({ append_logs: [{ level: "info" }] }, "a line has no message"),
  invalid({ append_logs: [{ message: "a", level: "loud" }] }, "a line has an unknown level"),
  invalid({ append_logs: [{ message: "a", at: "yesterday noon" }] }, "a line has no readable time"),
  invalid({ append_logs: [{ message: "a", step: "s".repeat(201) }] }, "a step's name is too long"),
  invalid({ append_logs: [{ kind: "step_started", message: "a" }] }, "a step has no name"),
  invalid({ append_logs: [{ kind: "status", message: "a" }] }, "a line is of an unknown kind"),
  invalid({ append_logs: [{ message: "a", id: "" }] }, "a line's id is empty"),
  invalid({ metadata: [] }, "metadata is a list"),
  invalid({ execution_time_seconds: -1 }, "execution_time_seconds is negative"),
  invalid({ execution_time_seconds: 10000000 }, "execution_time_seconds is too great"),
  invalid({ visual_stream_duration: -0.001 }, "visual_stream_duration is negative"),
  invalid({ visual_events_captured: -1 }, "visual_events_captured is negative"),
  invalid({ progress: 100.5 }, "progress is over 100"),
  invalid({ session_id: "a b" }, "session_id is not safe in a link"),
  invalid({ tags: ["t".repeat(65)] }, "a tag is too long"),
  invalid({ tags: [["a", "b"], ["c", "d"]] }, "tags are lists"),
  tooLarge({ result: "x".repeat(1048576) }, "result is too large"),
  tooLarge({ error: "x".repeat(65537) }, "error is too large"),
  tooLarge({ logs: ["x".repeat(1048576)] }, "logs is too large"),
  tooLarge({ logs: Array(10001).fill("x") }, "logs has too many entries"),
  tooLarge({ metadata: { text: "x".repeat(16384) } }, "metadata is too large"),
  tooLarge({ tags: Array.from({ length: 33 }, (_, n) => `tag ${n}`) }, "there are 33 tags"),
]);
