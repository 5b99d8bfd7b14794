import type { RuntrailAnswer, RuntrailInput } from "../create-runtrail-client.ts";
import { RuntrailError } from "../runtrail-error.ts";
import type { KnownRuns } from "./known-runs.ts";
import type { WatchTarget } from "./watch-types.ts";

/** Asks once, without trying again. */
export type Ask = (
  input: RuntrailInput<"executionStates">,
  signal: AbortSignal,
) => Promise<RuntrailAnswer<"executionStates">>;

/** What a round of questions has told. */
export interface Told {
  /** The channels to join. */
  readonly topics: readonly string[];
  /** When it was asked: what the next round is to begin with. */
  readonly as_of: string;
}

const MOST_IDS = 1000;

/**
 * Asks where everything watched stands, so that afterwards nothing is missing that was committed
 * before: what runs and what has begun since the last round, and then what was known and is not
 * there.
 *
 * @param last the last round; null in the first
 * @param began when the first round was asked
 */
export async function askStates(
  ask: (input: RuntrailInput<"executionStates">) => ReturnType<Ask>,
  target: WatchTarget,
  runs: KnownRuns,
  last: Told | null,
  began: string | null,
): Promise<Told> {
  const forUser = target.user_id === undefined ? {} : { user_id: target.user_id };
  const lookUp = async (execution_ids: string[]) => {
    const heard = runs.heard;
    const answer = await ask({ ...forUser, execution_ids });
    for (const state of answer.states) runs.learn(state, heard, began);
    const found = new Set(answer.states.map(({ execution_id }) => execution_id));
    const gone = execution_ids.filter((id) => !found.has(id));
    return { ...answer, gone };
  };
  if ("execution_id" in target) {
    const { execution_id } = target;
    const { topics, as_of, gone } = await lookUp([execution_id]);
    if (gone.length > 0 && !runs.has(execution_id)) throw notFound(execution_id);
    gone.forEach((id) => runs.remove(id));
    return { topics, as_of };
  }
  const unheard = new Set(runs.open);
  let told: Told | null = null;
  for (let cursor: string | null = null; told === null || cursor !== null;) {
    const heard = runs.heard;
    const answer: RuntrailAnswer<"executionStates"> = await ask({
      ...forUser,
      ...("workflow_id" in target ? { workflow_id: target.workflow_id } : {}),
      ...(last ? { since: last.as_of } : {}),
      ...(cursor === null ? {} : { cursor }),
    });
    told ??= { topics: answer.topics, as_of: answer.as_of };
    requireSameCaller(last, told);
    for (const state of answer.states) {
      unheard.delete(state.execution_id);
      runs.learn(state, heard, began);
    }
    cursor = answer.next_cursor;
  }
  const missing = [...unheard];
  while (missing.length > 0) {
    const { gone } = await lookUp(missing.splice(0, MOST_IDS));
    gone.forEach((id) => runs.remove(id));
  }
  runs.forget(told.as_of);
  return told;
}

/** Who signs in as somebody else sees other runs; those known would seem deleted. */
function requireSameCaller(last: Told | null, now: Told): void {
  const [before, after] = [last?.topics[0], now.topics[0]];
  // An installation may stop telling changes, and begin again.
  if (before === undefined || after === undefined || before === after) return;
  const message = "Somebody else has signed in. Watch anew.";
  throw new RuntrailError("user_id_not_allowed", message, { status: 400 });
}

function notFound(execution_id: string): RuntrailError {
  const message = `There is no execution ${execution_id}.`;
  return new RuntrailError("execution_not_found", message, { status: 404 });
}
