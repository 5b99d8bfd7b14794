import type { ExecutionState, WatchTarget } from "./watch-types.ts";

/** What a message of a channel tells. */
export type ToldChange =
  | { readonly changed: ExecutionState }
  | { readonly deleted: readonly Ids[] };

interface Ids {
  readonly execution_id: string;
  readonly workflow_id: string;
}

/** Reads a message; null where it tells nothing of what is watched. */
export function readMessage(
  target: WatchTarget,
  event: string,
  payload: unknown,
): ToldChange | null {
  if (!isFields(payload)) return null;
  if (event === "executions_deleted" && Array.isArray(payload.executions)) {
    const deleted = payload.executions.filter(areIds).filter((one) => isWatched(target, one));
    return { deleted };
  }
  if (event !== "execution_changed" || !isState(payload) || !isWatched(target, payload)) {
    return null;
  }
  const { execution_id, workflow_id, status, progress } = payload;
  const { created_at, updated_at, completed_at } = payload;
  return {
    changed: {
      ...{ execution_id, workflow_id, status, progress },
      ...{ created_at, updated_at, completed_at },
    },
  };
}

function isWatched(target: WatchTarget, one: Ids): boolean {
  if ("execution_id" in target) return one.execution_id === target.execution_id;
  return !("workflow_id" in target) || one.workflow_id === target.workflow_id;
}

function areIds(one: unknown): one is Ids {
  return isFields(one) && typeof one.execution_id === "string" &&
    typeof one.workflow_id === "string";
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isState(payload: Record<string, unknown>): payload is ExecutionState {
  const texts = ["execution_id", "workflow_id", "status", "created_at", "updated_at"];
  return texts.every((name) => typeof payload[name] === "string") &&
    ["string", "object"].includes(typeof payload.completed_at) &&
    (payload.progress === null || typeof payload.progress === "number");
}
