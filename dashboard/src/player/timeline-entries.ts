import type { RuntrailAnswer } from "../../../client/mod.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

type Detail = RuntrailAnswer<"executionDetail">;

// Colours of a terminal, which error messages bring along.
// deno-lint-ignore no-control-regex
const colours = /\u001b\[[\d;]*m/g;
const noStep = { depth: 0, outcome: null, ms: null, problem: null } as const;
const levels: readonly unknown[] = ["debug", "info", "warn", "error"];

/** Steps and log of a run in the order in which they happened. */
export function timelineEntries(
  steps: Detail["steps"],
  events: Detail["events"],
  logs: Detail["logs"],
): TimelineEntry[] {
  const lines = events.filter(({ kind }) => kind !== "step_started" && kind !== "step_finished");
  const told = lines.some(({ kind }) => kind === "log");
  const numbered = [
    ...steps.map((step) => ({ seq: step.seq, entry: stepEntry(step, steps) })),
    ...lines.map((line) => ({ seq: line.seq, entry: lineEntry(line) })),
    // A run that reported its log at the end only.
    ...(told || !Array.isArray(logs) ? [] : logs.map((line, index) => ({
      ...{ seq: index, entry: reported(line, index) },
    }))),
  ];
  // What comes at one time comes in the order of its arrival.
  return numbered.sort((a, b) => when(a.entry) - when(b.entry) || a.seq - b.seq)
    .map(({ entry }) => entry);
}

function when({ at }: TimelineEntry): number {
  return at ?? Number.MAX_VALUE;
}

function lineEntry({ seq, at, kind, level, message }: Detail["events"][number]): TimelineEntry {
  const text = (message ?? kind.replace("_", " ")).replace(colours, "");
  return { key: `event ${seq}`, kind: "log", at: Date.parse(at), level, text, ...noStep };
}

function stepEntry(step: Detail["steps"][number], steps: Detail["steps"]): TimelineEntry {
  const { seq, name, started_at, seconds, outcome, error } = step;
  let depth = 0;
  for (let { parent_seq } = step; parent_seq !== null && depth < 8; depth++) {
    parent_seq = steps.find((other) => other.seq === parent_seq)?.parent_seq ?? null;
  }
  return {
    ...{ key: `step ${seq}`, kind: "step", at: Date.parse(started_at), text: name, depth },
    level: outcome === "failed" ? "error" : "info",
    outcome: outcome ?? "running",
    ms: seconds === null ? null : seconds * 1000,
    problem: error?.replace(colours, "") ?? null,
  };
}

/** A line of a run's own log may be anything. */
function reported(line: unknown, index: number): TimelineEntry {
  const fields = typeof line === "object" && line !== null ? line as Record<string, unknown> : {};
  const at = Date.parse(String(fields.at ?? fields.timestamp ?? fields.time));
  const text = typeof line === "string" ? line : fields.message ?? JSON.stringify(line);
  return {
    ...{
      key: `line ${index}`,
      kind: "log",
      at: Number.isNaN(at) ? null : at,
      text: String(text).replace(colours, ""),
    },
    level: levels.includes(fields.level) ? fields.level as TimelineEntry["level"] : "info",
    ...noStep,
  };
}
