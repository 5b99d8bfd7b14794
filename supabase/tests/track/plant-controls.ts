import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { WatchedStack } from "./watched-stack.ts";

/**
 * Puts a text where no run can put one: on a channel, in the log of Postgres, and, as the id of a
 * request that fails, in the log of the functions.
 */
export async function plantControls(
  { env, admin: sql, log }: WatchedStack,
  accessToken: string,
  text: string,
  topic: string,
  frames: string[],
): Promise<void> {
  await sql`select realtime.send(${sql.json({ text })}, 'control', ${topic}, true)`;
  await sql.unsafe(`do $$ begin raise log '${text}'; end $$`);
  await sql`alter function public.active_executions rename to gone`;
  await fetch(`${env.FUNCTIONS_URL}/active-executions`, {
    method: "POST",
    body: "{}",
    headers: {
      ...{ "content-type": "application/json", "x-request-id": text },
      ...{ apikey: env.PUBLISHABLE_KEY ?? "", authorization: `Bearer ${accessToken}` },
    },
  }).then((response) => response.text());
  // The stack passes both on in its own time.
  const isThere = () => [frames, log].every((lines) => lines.some((line) => line.includes(text)));
  const deadline = Date.now() + 30_000;
  while (!isThere() && Date.now() < deadline) await delay(20);
  assert.ok(isThere(), "a control is not where it was put");
}
