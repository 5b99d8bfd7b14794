import {
  type Actor,
  makeExecution,
  makeWorkflow,
  signedOut,
  signInAnonymously,
  signUp,
  type User,
} from "../actors.ts";
import { randomSession } from "../record_visual_events/random-session.ts";
import { seededRandom } from "../record_visual_events/seeded-random.ts";

/** What one user has, and everyone who must not notice it. */
export interface Scene {
  readonly owner: User;
  readonly workflow_id: string;
  /** A running, streaming execution with everything set, one event and one chunk recorded. */
  readonly execution_id: string;
  readonly session_id: string;
  readonly idempotency_key: string;
  /** By name: a stranger, an anonymous sign-in, and nobody. */
  readonly outsiders: Readonly<Record<string, Actor>>;
}

/** Text that stands in the owner's rows and nowhere else. */
export const MARK = "seen-by-the-owner-only";

/** Parameters of record_visual_events() for the first batch of a tab. */
export function batchOfTab(tab: string): Record<string, unknown> {
  return { ...randomSession(seededRandom(1))[0]?.parameters, tab };
}

/** Has the owner delete a run of the workflow, which is recorded. */
async function leavePurge(owner: User, workflow_id: string): Promise<void> {
  const execution_id = await makeExecution(owner, workflow_id);
  await owner.client.rpc("update_execution", { execution_id, status: "completed" }).throwOnError();
  await owner.client.rpc("delete_executions", { execution_ids: [execution_id] }).throwOnError();
}

/** Makes an owner with a workflow, settings and a policy of it, and an execution; and outsiders. */
export async function makeScene(): Promise<Scene> {
  const [owner, stranger, visitor] = await Promise.all([signUp(), signUp(), signInAnonymously()]);
  const workflow_id = await makeWorkflow(owner, MARK);
  await owner.client.from("workflow_settings").insert({ workflow_id, cancel_grace_seconds: 30 })
    .throwOnError();
  const session_id = `session-${crypto.randomUUID()}`;
  const idempotency_key = crypto.randomUUID();
  const execution_id = await makeExecution(owner, workflow_id, {
    inputs: { mark: MARK },
    metadata: { mark: MARK },
    tags: [MARK],
    visual_streaming_enabled: true,
    session_id,
    idempotency_key,
  });
  await owner.client.rpc("update_execution", { execution_id, error: MARK, append_logs: [MARK] })
    .throwOnError();
  await owner.client.from("retention_policies").insert({ workflow_id, failed_days: 90 })
    .throwOnError();
  await owner.client.rpc("record_visual_events", { session_id, ...batchOfTab(MARK) })
    .throwOnError();
  await leavePurge(owner, workflow_id);
  const outsiders = { stranger, "anonymous sign-in": visitor, nobody: signedOut() };
  return { owner, workflow_id, execution_id, session_id, idempotency_key, outsiders };
}
