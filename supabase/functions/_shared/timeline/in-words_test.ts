import assert from "node:assert/strict";
import { exampleTimeline } from "../testing/example-timeline.ts";
import { inWords } from "./in-words.ts";
import type { Entry } from "./timeline.ts";

const { created, step, finished, log } = exampleTimeline;

const expected: Record<string, [Entry, unknown]> = {
  "a step that failed": [step, ["failed", "bad", "pay", "failed, 30 s"]],
  "a step that went well": [
    { ...step, outcome: "completed" },
    ["completed", "good", "pay", "30 s"],
  ],
  "a step that was cancelled": [
    { ...step, outcome: "cancelled" },
    ["cancelled", "soft", "pay", "cancelled, 30 s"],
  ],
  "a step that has not ended": [
    { ...step, until: null, seconds: null, outcome: null },
    ["open", "plain", "pay", "not ended"],
  ],
  "the beginning": [created, ["moment", "ink", "created", "at 0 s"]],
  "the last heartbeat": [
    { ...created, kind: "heartbeat", offset_seconds: 90 },
    ["heart", "ink", "last heartbeat", "at 1 min 30 s"],
  ],
  "a request to stop": [
    { ...created, kind: "cancel_requested", label: "No longer needed" },
    ["cancelled", "warn", "asked to stop: No longer needed", "at 0 s"],
  ],
  "a late report": [
    { ...created, kind: "late_report", label: "not applied" },
    ["warning", "warn", "late report: not applied", "at 0 s"],
  ],
  "the end": [
    finished,
    ["failed", "bad", "failed", "at 31.4 s"],
  ],
  "an end without an error": [
    { ...finished, outcome: "completed", label: null },
    ["completed", "good", "completed", "at 31.4 s"],
  ],
  "a line": [log, ["moment", "soft", "clicked #buy", "at 0 s"]],
  "an error in the log": [
    { ...log, level: "error" },
    ["failed", "bad", "clicked #buy", "at 0 s"],
  ],
  "a warning": [{ ...log, level: "warn" }, ["warning", "warn", "clicked #buy", "at 0 s"]],
};

for (const [name, [entry, words]] of Object.entries(expected)) {
  Deno.test(`inWords() tells ${name}`, () => {
    const { symbol, colour, what, figure } = inWords(entry);
    assert.deepEqual([symbol, colour, what, figure], words);
  });
}
