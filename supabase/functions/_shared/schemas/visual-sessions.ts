import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, page, paging, quality, replayScore, status, timestamp, uuid } from "./fields.ts";

const score = z.int().min(0).max(100).optional();

const input = z.strictObject({
  user_id: forUser,
  active_only: z.boolean().optional().describe("Only sessions of executions that run now."),
  workflow_id: uuid.optional(),
  ...paging,
  sort: z.enum(["created_at.desc", "created_at.asc", "replay_score.desc", "replay_score.asc"])
    .optional().describe("created_at.desc when absent."),
  min_replay_score: score.describe("Only sessions with at least this replay_score."),
  max_replay_score: score.describe("Only sessions with at most this replay_score."),
});

const output = z.strictObject({
  sessions: z.array(z.strictObject({
    session_id: z.string(),
    streaming_active: z.boolean(),
    events_processed: z.int().describe("Stored, or as reported where no recording is stored."),
    bytes_stored: z.int().nullable().describe("As gzip; null where no recording is stored."),
    created_at: timestamp,
    last_event_time: timestamp.nullable(),
    workflow_id: uuid,
    workflow_name: z.string().nullable(),
    execution_id: uuid,
    quality: quality.nullable(),
    stream_url: z.string(),
    viewer_url: z.string(),
    execution_status: status,
    execution_progress: z.number().nullable().describe("Percent, 0 to 100."),
    user_id: uuid.nullable(),
    visual_expired_at: timestamp.nullable()
      .describe("When retention removed the recording; null while it is kept."),
    replay_score: replayScore,
    replay_reasons: z.array(z.string()).nullable()
      .describe("What the score lacks of 100, in words; null where no recording is stored."),
  })),
  total_sessions: z.int(),
  total_is_exact: z.boolean().describe("False: there are at least total_sessions."),
  active_sessions: z.int(),
  total_events_processed: z.int(),
  total_executions_with_streaming: z.int(),
  active_executions: z.int(),
  completed_executions_today: z.int().describe("Completed since midnight UTC."),
  ...page,
});

const session = "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10";
const sessions: z.output<typeof output> = {
  sessions: [{
    session_id: session,
    streaming_active: true,
    events_processed: 412,
    bytes_stored: 48211,
    created_at: "2026-01-31T09:31:00.5+00:00",
    last_event_time: "2026-01-31T09:31:52.25+00:00",
    workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
    workflow_name: "Order a kettle",
    execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
    quality: "high",
    stream_url: `https://api.example.com/functions/v1/workflows/visual/${session}/stream`,
    viewer_url: `https://api.example.com/functions/v1/workflows/visual/${session}/viewer`,
    execution_status: "running",
    execution_progress: 40,
    user_id: "7b0f5c9e-6a0b-4f0a-9a39-1d5a0b2c3d4e",
    visual_expired_at: null,
    replay_score: 94,
    replay_reasons: ["1 of 52 batches missing (1.9 seconds)", "clock jumps: 1"],
  }],
  total_sessions: 1,
  total_is_exact: true,
  active_sessions: 1,
  total_events_processed: 412,
  total_executions_with_streaming: 1,
  active_executions: 1,
  completed_executions_today: 2,
  page: 1,
  page_size: 50,
  has_next_page: false,
  next_cursor: null,
  previous_cursor: null,
};

/** Visual sessions with the execution each belongs to. */
export const visualSessions = operationSchema({
  summary: "List visual sessions with their executions",
  input,
  output,
  examples: {
    all: { input: {}, output: sessions },
    active: {
      input: { active_only: true, page_size: 20 },
      output: { ...sessions, page_size: 20 },
    },
    broken: {
      input: { max_replay_score: 95, sort: "replay_score.asc" },
      output: sessions,
    },
  },
});
