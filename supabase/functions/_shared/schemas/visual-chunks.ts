import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { count, forUser, moment, sessionId, status, timestamp, uuid } from "./fields.ts";
import { tab } from "./visual-fields.ts";

const input = z.strictObject({
  session_id: sessionId,
  user_id: forUser,
  tab: tab.optional().describe("Only chunks of this tab."),
  from: moment.optional().describe(
    "Show from this moment on: chunks from the last full snapshot before it; without to, what shows that moment, or the beginning when it is before.",
  ),
  to: moment.optional().describe("Chunks that begin before this moment."),
  after: count.optional().describe("Only chunks that arrived after this one: last_arrival."),
});

const chunk = z.strictObject({
  tab: z.string(),
  sequence: z.int(),
  arrival: z.int().describe("Its place in the order in which the session's chunks arrived."),
  first_event_at: timestamp.nullable().describe("Null for a last chunk without events."),
  last_event_at: timestamp.nullable(),
  events: z.int(),
  bytes: z.int(),
  stored_bytes: z.int().describe("Size of its gzip member in the answer of visual-chunk."),
  has_full_snapshot: z.boolean(),
  snapshot_at: timestamp.nullable().describe("Time of its last full snapshot."),
});

const output = z.strictObject({
  session_id: z.string(),
  execution_id: uuid,
  workflow_id: uuid,
  execution_status: status,
  live: z.boolean().describe("Whether the run goes on, so that more may come."),
  replay_score: z.int().nullable().describe("0 to 100; null while nothing is stored."),
  replay_reasons: z.array(z.string()).describe("What the score lacks of 100, in words."),
  first_event_at: timestamp.nullable(),
  last_event_at: timestamp.nullable(),
  started_at: timestamp.describe("When the run started."),
  completed_at: timestamp.nullable(),
  visual_expired_at: timestamp.nullable()
    .describe("When retention removed the recording; null while it is kept."),
  last_arrival: z.int().describe("Of the whole session; 0 while nothing is stored."),
  tabs: z.array(z.strictObject({
    tab: z.string(),
    chunks: z.int(),
    events: z.int(),
    bytes: z.int(),
    stored_bytes: z.int(),
    missing_sequences: z.array(z.tuple([z.int(), z.int()]))
      .describe("Ranges, first and last, that are not stored though later ones are; at most 100."),
    first_event_at: timestamp.nullable(),
    last_event_at: timestamp.nullable(),
  })).describe("Every tab, whatever was asked for."),
  chunks: z.array(chunk).describe("By tab and sequence; at most 10 000."),
  truncated: z.boolean().describe("True when there are more: ask for less time, or one tab."),
});

const example: z.output<typeof output> = {
  session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  execution_status: "completed",
  live: false,
  replay_score: 100,
  replay_reasons: [],
  first_event_at: "2026-01-31T09:31:00.5+00:00",
  last_event_at: "2026-01-31T09:31:31.9+00:00",
  started_at: "2026-01-31T09:31:00.2+00:00",
  completed_at: "2026-01-31T09:31:32.1+00:00",
  visual_expired_at: null,
  last_arrival: 9,
  tabs: [{
    tab: "main",
    chunks: 9,
    events: 412,
    bytes: 180224,
    stored_bytes: 24110,
    missing_sequences: [],
    first_event_at: "2026-01-31T09:31:00.5+00:00",
    last_event_at: "2026-01-31T09:31:31.9+00:00",
  }],
  chunks: [{
    tab: "main",
    sequence: 3,
    arrival: 4,
    first_event_at: "2026-01-31T09:31:12.1+00:00",
    last_event_at: "2026-01-31T09:31:15.8+00:00",
    events: 48,
    bytes: 60211,
    stored_bytes: 7003,
    has_full_snapshot: true,
    snapshot_at: "2026-01-31T09:31:12.2+00:00",
  }],
  truncated: false,
};

/** Which chunks of a visual session there are, or show a moment. */
export const visualChunks = operationSchema({
  summary: "List the chunks of a visual session that show a moment or a span of time",
  input,
  output,
  examples: {
    moment: {
      input: { session_id: example.session_id, from: "2026-01-31T09:31:14Z" },
      output: example,
    },
  },
});
