import assert from "node:assert/strict";
import { contract } from "../../functions/_shared/contract.ts";
import { makeExecution, makeWorkflow, service, signUp } from "../actors.ts";
import { testParity } from "../parity.ts";

testParity(contract.executionsTimeline, [
  {
    when: "with what ran in a window",
    status: 200,
    arrange: async () => {
      const actor = await signUp();
      const workflow_id = await makeWorkflow(actor, "Order a kettle");
      const other = await makeWorkflow(actor);
      const execution_id = await makeExecution(actor, workflow_id, { tags: ["nightly"] });
      await actor.client.rpc("update_execution", { execution_id, status: "failed" }).throwOnError();
      await makeExecution(actor, workflow_id);
      await makeExecution(actor, other, { tags: ["nightly"] });
      const input = {
        workflow_id,
        status_filter: ["failed"],
        tags: ["nightly"],
        since: "2026-01-01T00:00:00Z",
        until: "2100-01-01T00:00:00Z",
      };
      return () => ({ actor, input });
    },
    check: (fields) => {
      const [bar, ...more] = fields.bars as Record<string, unknown>[];
      assert.deepEqual(more, []);
      assert.equal(bar?.workflow_name, "Order a kettle");
      assert.equal(bar?.status, "failed");
      assert.equal(bar?.track, 1);
      assert.equal(fields.tracks, 1);
      assert.equal(fields.most_at_once, 1);
      assert.equal(fields.truncated, false);
      assert.equal(fields.since, "2026-01-01T00:00:00+00:00");
    },
  },
  {
    when: "for the service, as the user sees it",
    status: 200,
    arrange: async () => {
      const { userId } = await signUp();
      const input = { user_id: userId, workflow_id: crypto.randomUUID() };
      return () => ({
        actor: service(),
        input: { ...input, since: "2026-01-01", until: "2026-02-01" },
      });
    },
    check: ({ bars, most_at }) => {
      assert.deepEqual(bars, []);
      assert.equal(most_at, null);
    },
  },
  {
    when: "when the window is empty",
    status: 400,
    slug: "invalid_parameter",
    arrange: async () => {
      const actor = await signUp();
      return () => ({ actor, input: { since: "2026-02-01", until: "2026-01-01" } });
    },
  },
  {
    when: "when the service names no user",
    status: 400,
    slug: "user_id_required",
    arrange: () => Promise.resolve(() => ({ actor: service(), input: {} })),
  },
]);
