import { secondsInWords } from "./seconds-in-words.ts";
import type { Timeline } from "./timeline.ts";

/** How a run ended and how long it took: "failed after 31.4 s". */
export function outcomeInWords({ status, entries, ends_at }: Timeline): string {
  const at = (wanted: string) => entries.find(({ kind }) => kind === wanted);
  if (status !== "running") {
    return `${status} after ${secondsInWords(at("finished")?.offset_seconds ?? 0)}`;
  }
  const began = Date.parse(at("created")?.at ?? ends_at);
  return `running for ${secondsInWords((Date.parse(ends_at) - began) / 1000)}`;
}
