import assert from "node:assert/strict";
import { createClient } from "@supabase/supabase-js";
import { createRuntrailClient, type ExecutionChange } from "../../../client/mod.ts";
import { makeWorkflow, service, signUp, target, type User } from "../actors.ts";
import { cutNetwork } from "../track/cut-network.ts";
import { startWatching } from "./start-watching.ts";

/** What a watch went through. */
export interface InterruptedWatch {
  /** Changes of status that were committed. */
  readonly changes: number;
  readonly cuts: number;
  /** How often it was live again after a cut, and not only asked. */
  readonly timesLive: number;
  /** Beginnings that it did not tell because the end was known first. */
  readonly unseenBeginnings: number;
}

const endings = ["completed", "failed", "cancelled"] as const;

/**
 * Watches a workflow whose runs begin and end, so many changes of status in all at about a rate a
 * second, while the connection is cut every second. Checks that in the end the watch knows of every
 * run what the database has, that it told each end once, and took nothing back.
 */
export async function interruptedWatch(
  changes: number,
  perSecond: number,
): Promise<InterruptedWatch> {
  const owner = await signUp();
  const workflow_id = await makeWorkflow(owner);
  await using network = cutNetwork(target.apiUrl);
  const supabase = createClient(network.url, target.publishableKey, {
    accessToken: () => Promise.resolve(owner.token),
    realtime: { reconnectAfterMs: () => 100 },
  });
  const watching = startWatching(createRuntrailClient(supabase), { workflow_id });
  await watching.watch.ready;
  let cuts = 0;
  const interrupt = () => {
    cuts++;
    network.cut();
    network.mend();
  };
  const interrupting = setInterval(interrupt, 1000);
  try {
    await changeStates(owner, workflow_id, changes / 2, 1000 / perSecond);
  } finally {
    clearInterval(interrupting);
  }
  const timesLive = () => watching.states.filter(({ connection }) => connection === "live").length;
  await watching.until(() => watching.watch.state.connection === "live");
  // Once it is live again after this one, nothing may be missing.
  const before = timesLive();
  interrupt();
  await watching.until(() => timesLive() > before);
  await watching.watch.stop();
  await supabase.removeAllChannels();

  const unseenBeginnings = requireWhole(watching.changes);
  assert.deepEqual(lastOf(watching.changes), await storedOf(owner, workflow_id));
  return { changes, cuts, timesLive: timesLive() - 1, unseenBeginnings };
}

/** Begins and ends runs, eight at a time; some report progress, some are deleted. */
async function changeStates(
  { client }: User,
  workflow_id: string,
  runs: number,
  pauseMs: number,
): Promise<void> {
  const at = performance.now();
  let begun = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let n = begun++; n < runs; n = begun++) {
      const early = at + 2 * n * pauseMs - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      const { data: { execution_id } } = await client.rpc("create_execution", { workflow_id })
        .throwOnError();
      if (n % 3 === 0) {
        await client.rpc("update_execution", { execution_id, progress: n % 100 }).throwOnError();
      }
      if (n % 50 === 25) {
        await service().client.from("workflow_executions").delete()
          .eq("execution_id", execution_id).throwOnError();
        continue;
      }
      const status = endings[n % endings.length];
      await client.rpc("update_execution", { execution_id, status }).throwOnError();
      if (n % 50 === 0) {
        await client.rpc("delete_executions", { execution_ids: [execution_id] }).throwOnError();
      }
    }
  }));
}

/** No end twice, nothing taken back; returns how many beginnings were not told. */
function requireWhole(changes: readonly ExecutionChange[]): number {
  const known = new Map<string, string>();
  let unseen = 0;
  for (const { execution_id, status, previous_status } of changes) {
    const before = known.get(execution_id) ?? null;
    assert.equal(previous_status, before, `${execution_id} was ${before}`);
    assert.ok(
      before === null || before === "running" || status === "deleted",
      `${before} ${status}`,
    );
    if (before === null && status !== "running") unseen++;
    known.set(execution_id, status);
  }
  return unseen;
}

/** What was told last of each run; what is deleted is not there. */
function lastOf(changes: readonly ExecutionChange[]): Record<string, unknown> {
  const last = new Map<string, unknown>();
  for (const change of changes) {
    if (change.status === "deleted") last.delete(change.execution_id);
    else last.set(change.execution_id, [change.status, change.progress, change.completed_at]);
  }
  return Object.fromEntries([...last].sort());
}

async function storedOf({ client }: User, workflow_id: string): Promise<Record<string, unknown>> {
  const stored: [string, unknown][] = [];
  for (let from = 0;; from += 500) {
    const { data } = await client.from("workflow_executions")
      .select("execution_id, status, progress, completed_at").eq("workflow_id", workflow_id)
      .order("execution_id").range(from, from + 499).throwOnError();
    for (const { execution_id, status, progress, completed_at } of data) {
      stored.push([execution_id, [status, progress, completed_at]]);
    }
    if (data.length < 500) return Object.fromEntries(stored.sort());
  }
}
