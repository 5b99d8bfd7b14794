import { counted } from "./counted.ts";
import { inWords } from "./in-words.ts";
import { outcomeInWords } from "./outcome-in-words.ts";
import { safeText } from "./safe-text.ts";
import type { Entry, Timeline } from "./timeline.ts";
import { whyItEnded } from "./why-it-ended.ts";

const mostSteps = 20;

/** A timeline in sentences, for those who do not see it. */
export function describeTimeline(timeline: Timeline): string {
  const inLane = (lane: Entry["lane"]) => timeline.entries.filter((entry) => entry.lane === lane);
  const [steps, logs, chunks] = [inLane("steps"), inLane("logs"), inLane("visual")];
  const told = steps.slice(0, mostSteps).map((step) => {
    const { what, figure } = inWords(step);
    return `${safeText(what, 100)} (${figure})`;
  });
  if (steps.length > mostSteps) told.push(`and ${steps.length - mostSteps} more`);
  const moments = inLane("run").filter(({ kind }) => kind !== "created" && kind !== "finished")
    .slice(0, mostSteps)
    .map((moment) => {
      const { what, figure } = inWords(moment);
      return `${safeText(what, 200)} (${figure})`;
    });
  const why = whyItEnded(timeline);
  const errors = logs.filter(({ level }) => level === "error").length;
  return [
    `${outcomeInWords(timeline)}${why ? `: ${safeText(why, 200)}` : ""}`,
    `${counted(steps.length, "step")}${told.length > 0 ? `: ${told.join(", ")}` : ""}`,
    ...(moments.length > 0 ? [moments.join(", ")] : []),
    `${counted(logs.length, "log line")}, ${counted(errors, "error")}`,
    ...(chunks.length > 0 ? [`recording of ${counted(chunks.length, "chunk")}`] : []),
  ].map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`).join(" ");
}
