import { fileURLToPath } from "node:url";
import type { VisualStack } from "./visual-stack.ts";

/** What a killed runner had told of by then. */
export interface KilledRun {
  executionId: string;
  sessionId: string;
  /** Lines that it had logged. */
  lines: number;
  /** Batches that the API had taken, with the time of their last event. */
  batches: { tab: string; sequence: number; events: number; last: number }[];
  /**
   * The step that the board's clock showed, the one that it showed as long before as a recording may
   * be late, and when, in milliseconds since 1970.
   */
  seen: { since: number; shown: number; at: number }[];
}

/** One of the things that doomed-runner.ts prints. */
type Told =
  | { run: string; session: string }
  | { line: number }
  | KilledRun["batches"][number]
  | KilledRun["seen"][number];

/** Starts a runner, and kills it with SIGKILL after a while, in the middle of what it does. */
export async function runAndKill(
  { env, accessToken, workflowId }: VisualStack,
  { url, spill, seconds }: { url: string; spill: string; seconds: number },
): Promise<KilledRun> {
  const program = fileURLToPath(new URL("doomed-runner.ts", import.meta.url));
  const config = fileURLToPath(new URL("../../../deno.json", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--config", config, program, workflowId, spill, url],
    env: { ...env, ACCESS_TOKEN: accessToken },
    stdout: "piped",
  }).spawn();
  const killed: KilledRun = { executionId: "", sessionId: "", lines: 0, batches: [], seen: [] };
  let begun = 0;
  let rest = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) note(killed, JSON.parse(line));
    if (killed.batches.length > 0) begun ||= performance.now();
    const isEnough = begun > 0 && performance.now() - begun > seconds * 1000;
    if (isEnough && killed.batches.length > 2) child.kill("SIGKILL");
  }
  const { signal } = await child.status;
  if (signal !== "SIGKILL") throw new Error(`The runner ended by itself, by ${signal}.`);
  return killed;
}

function note(killed: KilledRun, told: Told): void {
  if ("run" in told) Object.assign(killed, { executionId: told.run, sessionId: told.session });
  else if ("line" in told) killed.lines = told.line;
  else if ("sequence" in told) killed.batches.push(told);
  else killed.seen.push(told);
}
