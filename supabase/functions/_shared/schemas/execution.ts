import * as z from "zod";
import { json, jsonObject, mode, quality, status, tags, timestamp, uuid } from "./fields.ts";

/** One execution with its payloads, as answers show it. */
export const execution = z.strictObject({
  execution_id: uuid,
  workflow_id: uuid,
  workflow_name: z.string().nullable(),
  user_id: uuid.nullable().describe("Null for a run shared with everyone signed in."),
  status,
  mode,
  visual_enabled: z.boolean(),
  visual_streaming_enabled: z.boolean(),
  visual_quality: quality.nullable(),
  session_id: z.string().nullable(),
  error: z.string().nullable(),
  error_code: z.string().nullable().describe(
    "Why the database ended the run: heartbeat_lost, timed_out or cancel_grace_over; else null.",
  ),
  execution_time_seconds: z.number().nullable(),
  visual_events_captured: z.int().nullable(),
  visual_stream_duration: z.number().nullable().describe("Seconds."),
  progress: z.number().nullable().describe("Percent, 0 to 100."),
  metadata: jsonObject,
  tags,
  timeout_seconds: z.int().nullable(),
  last_heartbeat_at: timestamp.nullable(),
  cancel_requested_at: timestamp.nullable().describe("When the run was asked to stop."),
  cancel_reason: z.string().nullable(),
  held: z.boolean().describe("Exempt from retention and deletion."),
  payloads_expired_at: timestamp.nullable()
    .describe("When retention removed result, logs and events; null while they are kept."),
  visual_expired_at: timestamp.nullable()
    .describe("When retention removed the recording; null while it is kept."),
  created_at: timestamp,
  completed_at: timestamp.nullable(),
  updated_at: timestamp,
  inputs: jsonObject,
  result: json.nullable(),
  logs: z.array(json).nullable().describe(
    "What the runner reported: strings, or objects with message and perhaps at, level, step, data.",
  ),
});
