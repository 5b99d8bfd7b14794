import { parseArgs } from "node:util";
import { createRuntrailClient } from "../client/mod.ts";
import { fail } from "../stack/lifecycle/fail.ts";
import { watchLaunchers } from "../stack/lifecycle/launchers.ts";
import { onStopSignal } from "../stack/lifecycle/stop-signals.ts";
import { findSupabase, type SupabaseTarget } from "./find-supabase.ts";
import {
  activeTable,
  historyTable,
  replayTable,
  statisticsTable,
  statusPainter,
} from "./print-tables.ts";
import { type DemoUser, signUp } from "./sign-up.ts";
import { type DemoReport, playDemo } from "./story.ts";
import { writeTimelines } from "./write-timelines.ts";

const usage = `deno task demo [--port N] [--timelines FOLDER]
Runs a browser workflow for real, tracked through the API, and shows what the database says of it.
Uses the Supabase of API_URL and PUBLISHABLE_KEY, else the local stack (on port 54321, or N), else
a stack of its own. Writes the timeline of each run as an SVG into the folder, if one is named.`;

const say = (line: string) => console.log(line);
const paint = statusPainter(Deno.stdout.isTerminal() && !Deno.noColor);

function askedFor(): { port: number | null; timelines: string | null } {
  const { port, timelines = null, help } = parseArgs({
    args: Deno.args,
    options: {
      port: { type: "string", short: "p" },
      timelines: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  }).values;
  if (help) {
    say(usage);
    Deno.exit(0);
  }
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`--port ${port}: no port.`);
  return { port: port === undefined ? null : Number(port), timelines };
}

function show(title: string, lines: string[]) {
  say(["", title, "", ...lines.map((line) => `  ${line}`.trimEnd())].join("\n"));
}

function showReport({ answers, replayed, verdict: [compared, differences] }: DemoReport) {
  const now = new Date();
  show("History (execution-history)", historyTable(answers.history, now, paint));
  show("Statistics (execution-stats)", statisticsTable(answers.stats, now));
  show("Active (active-executions)", activeTable(answers.active, paint));
  show(
    "The first run, replayed by rrweb's player (visual-chunks, visual-chunk)",
    replayTable(replayed),
  );
  if (differences.length > 0) show("The database differs from what was done:", differences);
  else say(`\nThe database agrees with what was done: ${compared} facts compared, none differs.`);
}

function showNext({ apiUrl, publishableKey, ephemeral }: SupabaseTarget, user: DemoUser) {
  if (ephemeral) {
    say(
      "\nThis stack is gone now. To keep what you see: deno task start, then deno task demo again.",
    );
    return;
  }
  // Elsewhere the page is where somebody has put it.
  if (new URL(apiUrl).hostname === "127.0.0.1") {
    say(`\nNext, watch the recordings: sign in at ${apiUrl}/dashboard/

  E-mail    ${user.email}
  Password  ${user.password}`);
  }
  const credentials = JSON.stringify({ email: user.email, password: user.password });
  say(`\nOr ask as this user for the runs that failed:

  TOKEN=$(curl -s '${apiUrl}/auth/v1/token?grant_type=password' -H 'apikey: ${publishableKey}' \\
    -H 'content-type: application/json' -d '${credentials}' \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${apiUrl}/functions/v1/workflows/executions/history -H "Authorization: Bearer $TOKEN" \\
    -H 'content-type: application/json' -d '{"status_filter":"failed"}'`);
}

const stopping = new AbortController();
const stop = () => stopping.abort(new Error("Stopped."));
onStopSignal(stop);
watchLaunchers(stop);
try {
  const { signal } = stopping;
  await using owned = new AsyncDisposableStack();
  const { port, timelines } = askedFor();
  const target = await findSupabase(port, signal, say);
  owned.defer(target.stop);
  const user = await signUp(target.apiUrl, target.publishableKey);
  say(`Signed up ${user.email} at ${target.apiUrl}.`);
  const report = await playDemo(user, { say, paint, signal });
  showReport(report);
  if (timelines) {
    const client = createRuntrailClient(user.address);
    show("Timelines", await writeTimelines(client, report.outcomes, timelines));
  }
  showNext(target, user);
  if (report.verdict[1].length > 0) Deno.exitCode = 1;
} catch (error) {
  fail(error);
}
// supabase-js keeps timers of its own.
Deno.exit();
