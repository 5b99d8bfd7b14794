/**
 * A program that records a page until it is ended: `test-runner.ts <session> <token> <page>`. Says how
 * many events it holds once it has some; none of them is sent unless something makes it.
 */
import { startBrowser } from "../../demo/browser.ts";
import { createRuntrailClient } from "../mod.ts";
import { recordVisual } from "./mod.ts";

const [session_id = "", accessToken = "", url = ""] = Deno.args;
const client = createRuntrailClient({
  ...{ url: Deno.env.get("API_URL") ?? "", key: Deno.env.get("PUBLISHABLE_KEY") ?? "" },
  accessToken,
});
let held = 0;
const redact = (event: unknown) => {
  held++;
  return event;
};
const browser = await startBrowser();
const context = await browser.newContext();
await recordVisual(context, { session_id, client, redact }, { batchSeconds: 3600 });
const page = await context.newPage();
await page.goto(url);
while (held < 20) await page.waitForTimeout(10);
console.log(held);
