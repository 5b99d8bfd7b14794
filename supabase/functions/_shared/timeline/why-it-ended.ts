import type { Timeline } from "./timeline.ts";

/** What a run that did not complete said at its end, without the calls that led there; or null. */
export function whyItEnded({ entries }: Timeline): string | null {
  const said = entries.find(({ kind }) => kind === "finished")?.label;
  return said?.replace(/\n\s+at [\s\S]*/, "") ?? null;
}
