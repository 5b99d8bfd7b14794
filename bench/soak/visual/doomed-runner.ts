/**
 * A runner that somebody kills: `doomed-runner.ts <workflow> <spill> <board>`. Tracks and records a
 * run on the board, logs a line after the other, and prints what it knows: each line once it is
 * logged, each batch of events once the API has it, and what the board shows.
 */
import { createRuntrailClient, track } from "../../../client/mod.ts";
import { recordVisual } from "../../../client/playwright/mod.ts";
import { startBrowser } from "../../../demo/browser.ts";
import { lateMs } from "./show-moment.ts";
import { openBoard } from "./use-board.ts";

const [workflow_id = "", spill = "", url = ""] = Deno.args;
const client = createRuntrailClient({
  url: Deno.env.get("API_URL") ?? "",
  key: Deno.env.get("PUBLISHABLE_KEY") ?? "",
  accessToken: Deno.env.get("ACCESS_TOKEN") ?? "",
});
const say = (what: Record<string, unknown>) => console.log(JSON.stringify(what));

/** The client, telling of every batch that is taken. */
const telling: Pick<typeof client, "recordVisualEvents"> = {
  async recordVisualEvents(input, options) {
    const answer = await client.recordVisualEvents(input, options);
    const last = input.events.at(-1)?.timestamp ?? 0;
    say({ tab: input.tab, sequence: input.sequence, events: input.events.length, last });
    return answer;
  },
};

await track(client, {
  ...{ workflow_id, spill, visual_streaming_enabled: true, heartbeatSeconds: 3 },
}, async (run) => {
  say({ run: run.execution_id, session: run.session_id });
  const browser = await startBrowser();
  const context = await browser.newContext();
  const { session_id } = run;
  await recordVisual(context, { session_id, client: telling }, {
    batchSeconds: 1,
  });
  let lines = 0;
  setInterval(() => {
    run.log(`line ${++lines}`);
    say({ line: lines });
  }, 20);
  const using = openBoard(context, url).then((board) => board.use(Infinity));
  const page = context.pages()[0] ?? await context.waitForEvent("page");
  await page.waitForFunction("globalThis.run");
  for (;;) {
    // A player shows what happened before a moment: it is the one after the look.
    const [since, shown, at] = await page.evaluate<[number, number, number]>(`(async () => {
      const step = () => Number(document.querySelector("#clock").textContent.split(" ")[1]);
      const since = step();
      await new Promise((resolve) => setTimeout(resolve, ${lateMs}));
      const [shown, seen] = [step(), Date.now()];
      while (Date.now() === seen);
      return [since, shown, Date.now()];
    })()`);
    say({ since, shown, at });
    await Promise.race([using, page.waitForTimeout(200)]);
  }
});
