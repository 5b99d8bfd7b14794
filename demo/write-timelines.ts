import { join } from "node:path";
import type { RuntrailClient } from "../client/mod.ts";
import type { RunOutcome } from "./run-workflow.ts";

/** Writes the timeline of each run as an SVG into a folder, which is made where it is not there. */
export async function writeTimelines(
  client: Pick<RuntrailClient, "executionTimelineSvg">,
  outcomes: readonly RunOutcome[],
  folder: string,
): Promise<string[]> {
  await Deno.mkdir(folder, { recursive: true });
  return await Promise.all(outcomes.map(async ({ executionId, status }, place) => {
    const file = join(folder, `${place + 1}-${status}.svg`);
    await Deno.writeTextFile(
      file,
      `${await client.executionTimelineSvg({ execution_id: executionId })}\n`,
    );
    return file;
  }));
}
