import { setTimeout as delay } from "node:timers/promises";
import { track } from "../../client/mod.ts";
import { sendSpilled } from "../../client/spill.ts";
import { startBrowser } from "../../demo/browser.ts";
import { readRecording } from "../../demo/read-recording.ts";
import type { Check, Scenario } from "./scenario.ts";
import { type KilledRun, runAndKill } from "./visual/run-and-kill.ts";
import { serveBoard } from "./visual/serve-board.ts";
import { lateMs, openBoardPlayer } from "./visual/show-moment.ts";
import { startVisualStack, type VisualStack } from "./visual/visual-stack.ts";

/** A runner dies in the middle of a run. */
export const killedRunner: Scenario = {
  about: "a runner is killed with SIGKILL: its recording, its run, and what it had logged",
  async run(_, { seconds }, say) {
    await using owned = new AsyncDisposableStack();
    const stack = owned.use(await startVisualStack());
    const board = serveBoard();
    owned.defer(board.stop);
    const spill = await Deno.makeTempDir({ prefix: "runtrail-spill-" });
    owned.defer(() => Deno.remove(spill, { recursive: true }));
    await stack.admin`
      insert into public.workflow_settings (workflow_id, heartbeat_timeout_seconds)
      values (${stack.workflowId}, 10)`;
    const killed = await runAndKill(stack, {
      ...{ url: board.url, spill, seconds: Math.min(seconds / 2, 60) },
    });
    say(`killed after ${killed.lines} lines and ${killed.batches.length} batches`);
    return [
      ...await recordingStands(stack, killed),
      await isReaped(stack, killed),
      await everyLineOnce(stack, killed, spill),
    ];
  },
};

async function recordingStands(
  { client }: VisualStack,
  { sessionId: session_id, batches, seen }: KilledRun,
): Promise<Check[]> {
  const { chunks, tabs } = await client.visualChunks({ session_id });
  const missing = batches.filter(({ tab, sequence, events }) =>
    !chunks.some((chunk) =>
      chunk.tab === tab && chunk.sequence === sequence && chunk.events === events
    )
  );
  const gaps = tabs.flatMap(({ missing_sequences }) => missing_sequences).length;
  const last = Math.max(...batches.map(({ last }) => last));
  const moments = seen.filter(({ at }) => at <= last).slice(-5);
  const wrong = await wrongMoments(client, session_id, tabs[0]?.tab ?? "", moments);
  return [{
    what: "every batch that the API had answered is stored, without gaps",
    holds: missing.length === 0 && gaps === 0 && batches.length > 0,
    found: `${chunks.length} chunks, ${batches.length} answered, ${missing.length} missing`,
  }, {
    what:
      `the recording shows what the page showed at most ${lateMs} ms before, up to the last of them`,
    holds: wrong === 0 && moments.length > 0,
    found: `${moments.length} moments to step ${moments.at(-1)?.shown}, ${wrong} wrong`,
  }];
}

async function wrongMoments(
  client: VisualStack["client"],
  session_id: string,
  tab: string,
  moments: KilledRun["seen"],
): Promise<number> {
  const browser = await startBrowser();
  try {
    const player = await openBoardPlayer(browser);
    let wrong = 0;
    for (const { since, shown, at } of moments) {
      const { events } = await readRecording(client, session_id, { tab, from: at });
      const step = await player.show(events, at);
      if (!(step >= since && step <= shown)) wrong++;
    }
    return wrong;
  } finally {
    await browser.close();
  }
}

/** Upkeep ends the run once it has been silent for long enough. */
async function isReaped({ admin, client }: VisualStack, killed: KilledRun): Promise<Check> {
  const { executionId: execution_id } = killed;
  let run = await client.executionDetail({ execution_id });
  for (let attempts = 0; run.status === "running" && attempts < 60; attempts++) {
    await delay(1000);
    await admin`select private.maintain()`;
    run = await client.executionDetail({ execution_id });
  }
  const { chunks } = await client.visualChunks({ session_id: killed.sessionId });
  const events = chunks.reduce((sum, chunk) => sum + chunk.events, 0);
  return {
    what: "the database ends the run, with the events that it has",
    holds: run.status === "failed" && run.error_code === "heartbeat_lost" &&
      run.visual_events_captured === events,
    found: `${run.status}, ${run.error_code}, ${run.visual_events_captured} of ${events} events`,
  };
}

/** What was logged and not sent comes with the next start of the runner. */
async function everyLineOnce(
  { client, workflowId: workflow_id }: VisualStack,
  { executionId, lines }: KilledRun,
  spill: string,
): Promise<Check> {
  const before = (await linesOf(client, executionId)).length;
  await track(client, { workflow_id, spill }, () => "the next run");
  const { left } = await sendSpilled(client, spill);
  const after = await linesOf(client, executionId);
  const times = new Map<number, number>();
  for (const line of after) times.set(line, (times.get(line) ?? 0) + 1);
  const logged = Array.from({ length: lines }, (_, i) => i + 1);
  const lost = logged.filter((line) => !times.has(line)).length;
  const repeated = [...times.values()].filter((count) => count > 1).length;
  return {
    what: "every line that was logged arrives with the next start, none twice",
    holds: lost === 0 && repeated === 0 && left === 0 && lines > 0,
    found: `${before} of ${lines} before, ${times.size} after: ${lost} lost, ${repeated} twice`,
  };
}

async function linesOf(client: VisualStack["client"], execution_id: string): Promise<number[]> {
  const { events } = await client.executionDetail({ execution_id });
  return events.flatMap(({ kind, message }) => {
    const [, line] = /^line (\d+)$/.exec(message ?? "") ?? [];
    return kind === "log" && line ? [Number(line)] : [];
  });
}
