import { executionTimeline } from "../schemas/execution-timeline.ts";
import type { Entry, Timeline } from "../timeline/timeline.ts";

const timeline: Timeline = executionTimeline.output.parse(
  executionTimeline.examples.failed?.output,
);
const [created, step, finished] = timeline.entries as [Entry, Entry, Entry];
const log: Entry = { ...created, lane: "logs", kind: "log", label: "clicked #buy", level: "info" };
const chunk: Entry = {
  ...created,
  lane: "visual",
  kind: "chunk",
  until: created.at,
  seconds: 1,
  tab: "main",
  position: 0,
};

/** The timeline of the contract's example, its entries, and one of each other lane. */
export const exampleTimeline = { timeline, created, step, finished, log, chunk };
