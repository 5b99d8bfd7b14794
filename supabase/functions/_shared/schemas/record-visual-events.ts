import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, sessionId, uuid } from "./fields.ts";
import { pageEvents } from "./page-events.ts";
import { sequence, tab } from "./visual-fields.ts";

const input = z.strictObject({
  session_id: sessionId,
  user_id: forUser,
  tab: tab.optional().describe("The browser tab they are from; main when absent."),
  sequence: sequence.describe("Number of the batch in its tab: 0, 1, 2 and so on."),
  event_offset: z.int().min(0).max(1_000_000_000).optional().describe(
    "How many events the recorder had made in this tab before this batch, those lost included.",
  ),
  final: z.boolean().optional().describe("Whether it is the tab's last batch; it may be empty."),
  events: pageEvents.describe("What rrweb's record() emitted, in its order."),
});

const output = z.strictObject({
  session_id: z.string(),
  execution_id: uuid,
  tab: z.string(),
  sequence: z.int(),
  stored: z.boolean().describe("False: this very batch was there already."),
  total_events: z.int().describe("Events stored of the session."),
  total_bytes: z.int().describe("Their size as lines of JSON, uncompressed."),
  snapshot_wanted: z.boolean()
    .describe("True: take a full snapshot now; what follows cannot be replayed without one."),
  snapshot_reason: z.string().nullable().describe("Why, in words."),
  replay_score: z.int().nullable().describe("How well the session can be replayed, 0 to 100."),
});

const stored: z.output<typeof output> = {
  session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
  tab: "main",
  sequence: 0,
  stored: true,
  total_events: 1,
  total_bytes: 95,
  snapshot_wanted: true,
  snapshot_reason: "No full snapshot has come yet.",
  replay_score: 0,
};

/** Takes a batch of page events of a visual session. */
export const recordVisualEvents = operationSchema({
  summary: "Add a batch of page events to a visual session",
  input,
  output,
  examples: {
    first: {
      input: {
        session_id: stored.session_id,
        sequence: 0,
        events: [{
          type: 4,
          timestamp: 1769851860500,
          data: { href: "https://example.com/", width: 1280, height: 720 },
        }],
      },
      output: stored,
    },
    end: {
      input: { session_id: stored.session_id, sequence: 8, final: true, events: [] },
      output: {
        ...stored,
        sequence: 8,
        total_events: 412,
        total_bytes: 180224,
        snapshot_wanted: false,
        snapshot_reason: null,
        replay_score: 100,
      },
    },
  },
});
