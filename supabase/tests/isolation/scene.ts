import {
  type Actor,
  makeExecution,
  makeWorkflow,
  signedOut,
  signInAnonymously,
  signUp,
  type User,
} from "../actors.ts";

/** What one user has, and everyone who must not notice it. */
export interface Scene {
  readonly owner: User;
  readonly workflow_id: string;
  /** A running, streaming execution with everything set and one event. */
  readonly execution_id: string;
  readonly session_id: string;
  readonly idempotency_key: string;
  /** By name: a stranger, an anonymous sign-in, and nobody. */
  readonly outsiders: Readonly<Record<string, Actor>>;
}

/** Text that stands in the owner's rows and nowhere else. */
export const MARK = "seen-by-the-owner-only";

/** Makes an owner with a workflow, settings of it and an execution, and those who are outside. */
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
  const outsiders = { stranger, "anonymous sign-in": visitor, nobody: signedOut() };
  return { owner, workflow_id, execution_id, session_id, idempotency_key, outsiders };
}
