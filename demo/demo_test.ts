import assert from "node:assert/strict";
import { createRuntrailClient, type RuntrailClient } from "../client/mod.ts";
import { lookAtSvg } from "../supabase/tests/execution_timeline/look-at-svg.ts";
import { startBrowser } from "./browser.ts";
import { findSupabase } from "./find-supabase.ts";
import { statusPainter } from "./print-tables.ts";
import { signUp } from "./sign-up.ts";
import { type DemoReport, playDemo } from "./story.ts";
import { writeTimelines } from "./write-timelines.ts";

/** The demo on the Supabase of the environment; `with-stack.ts` names one. */
async function play(signal: AbortSignal, say: (line: string) => void) {
  assert.ok(Deno.env.has("API_URL"), 'Run it by "deno task test:browser": it needs a Supabase.');
  const target = await findSupabase(null, signal, say);
  const user = await signUp(target.apiUrl, target.publishableKey);
  const report = playDemo(user, { say, paint: statusPainter(false), signal });
  return { supabase: user.supabase, report };
}

function checkRecordings({ outcomes }: DemoReport) {
  for (const { status, recording, seconds: [, most], watched, moments } of outcomes) {
    assert.ok(recording.events > 30, `${recording.events} events`);
    assert.ok(recording.seconds > 0 && recording.seconds <= most);
    assert.equal(recording.lost_events, 0);
    assert.equal(watched.events, recording.events);
    assert.equal(moments.length, status === "completed" ? 3 : 1);
  }
}

async function checkTimelines(client: RuntrailClient, outcomes: DemoReport["outcomes"]) {
  const folder = await Deno.makeTempDir();
  const files = await writeTimelines(client, outcomes, `${folder}/timelines`);
  const browser = await startBrowser();
  for (const [at, { status, steps }] of outcomes.entries()) {
    const svg = await Deno.readTextFile(files[at]!);
    for (const width of [390, 1440]) {
      for (const theme of ["light", "dark"] as const) {
        const look = { url: "http://timeline.test/", svg, width, theme };
        const { texts } = await lookAtSvg(browser, look);
        const shown = texts.map(({ text }) => text);
        for (const step of steps) assert.ok(shown.includes(step), `${step}: ${shown}`);
        assert.ok(shown.some((text) => text.startsWith(`${status} after `)));
        assert.ok(shown.some((text) => /^Recording: \d+ chunks?$/.test(text)), `${shown}`);
      }
    }
  }
  await browser.close();
  await Deno.remove(folder, { recursive: true });
}

Deno.test("the demo's runs end as told, and the API says so", async () => {
  const told: string[] = [];
  const playing = await play(new AbortController().signal, (line) => told.push(line));
  const report = await playing.report;
  assert.deepEqual(report.verdict, [93, []]);
  checkRecordings(report);

  const { outcomes, activeMeanwhile, answers, replayed } = report;
  assert.deepEqual(outcomes.map(({ status }) => status), [
    ...["completed", "completed", "completed", "failed", "cancelled", "completed"],
  ]);
  const failed = outcomes[3]!;
  assert.match(failed.error ?? "", /^locator\.check: Timeout 1500ms exceeded\./);
  assert.match(failed.error ?? "", /waiting for locator\('#delivery-express'\)$/);
  assert.equal(failed.error?.includes("\x1b"), false);
  assert.equal(failed.steps.at(-1), "fill the form");
  assert.match(outcomes[4]?.error ?? "", /No longer needed/);
  const file = outcomes[0]!.result?.file as Record<string, unknown>;
  assert.deepEqual([file.name, file.lines], ["order-L-1001.csv", 4]);

  const progress = activeMeanwhile.active_executions.map(({ progress }) => progress);
  assert.deepEqual(progress.sort(), [40, 60]);
  assert.equal(answers.stats.success_rate, 66.67);
  assert.deepEqual(
    replayed.map(({ moment, sameText }) => [moment, sameText]),
    [["search results", true], ["filled form", true], ["receipt", true]],
  );
  const { count } = await playing.supabase.from("workflow_executions")
    .select("*", { count: "exact", head: true }).eq("workflow_id", report.workflowId);
  assert.equal(count, 6);
  await checkTimelines(createRuntrailClient(playing.supabase), outcomes);
  for (const { executionId } of outcomes) {
    assert.ok(told.some((line) => line.includes(executionId.slice(-8))), "each run is told of");
  }
});

Deno.test("the demo, when stopped, reports the run in progress as cancelled", async () => {
  const stopping = new AbortController();
  const playing = await play(stopping.signal, (line) => {
    if (line.startsWith("Running")) setTimeout(() => stopping.abort(new Error("Stopped.")), 700);
  });
  await assert.rejects(playing.report, /Stopped\./);
  // Executions shared with everyone are not the demo's.
  const { data } = await playing.supabase.from("workflow_executions").select("status, error")
    .not("user_id", "is", null);
  assert.deepEqual(data?.map(({ status }) => status), ["cancelled"]);
  assert.match(data?.[0]?.error ?? "", /Stopped\.|cancelled/);
});
