import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import { forUser, jsonObject, page, paging, replayScore } from "./fields.ts";
import { filters } from "./filters.ts";

const input = z.strictObject({
  user_id: forUser,
  ...filters,
  sort: z.enum([
    "created_at.desc",
    "created_at.asc",
    "execution_time_seconds.desc",
    "execution_time_seconds.asc",
  ]).optional().describe("created_at.desc when absent."),
  ...paging,
  include_payloads: z.boolean().optional()
    .describe("Adds inputs, result and logs, and errors in full; a page then ends at 8 MiB."),
});

const output = z.strictObject({
  executions: z.array(
    execution.partial({ inputs: true, result: true, logs: true })
      .extend({ replay_score: replayScore }),
  ).describe(
    "Without inputs, result and logs, and error cut to 500 characters, unless include_payloads.",
  ),
  total_executions: z.int(),
  total_is_exact: z.boolean().describe("False: there are at least total_executions."),
  ...page,
  scan_limited: z.boolean()
    .describe("True when the page ended because too many rows were read; follow next_cursor."),
  filters: jsonObject.describe("What was applied."),
});

const row: z.output<typeof output>["executions"][number] = {
  execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03",
  workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
  workflow_name: "Order a kettle",
  user_id: "7b0f5c9e-6a0b-4f0a-9a39-1d5a0b2c3d4e",
  status: "failed",
  mode: "cloud-run",
  visual_enabled: false,
  visual_streaming_enabled: false,
  visual_quality: null,
  session_id: null,
  error: "The page has no element named Check out",
  error_code: null,
  execution_time_seconds: 8.02,
  visual_events_captured: null,
  visual_stream_duration: null,
  progress: 60,
  metadata: { customer: "acme" },
  tags: ["nightly"],
  timeout_seconds: null,
  last_heartbeat_at: null,
  cancel_requested_at: null,
  cancel_reason: null,
  held: false,
  payloads_expired_at: null,
  visual_expired_at: null,
  created_at: "2026-01-31T09:30:00.123456+00:00",
  completed_at: "2026-01-31T09:30:08.143456+00:00",
  updated_at: "2026-01-31T09:30:08.143456+00:00",
  replay_score: null,
};

const singlePage = {
  total_executions: 1,
  total_is_exact: true,
  page: 1,
  page_size: 50,
  has_next_page: false,
  next_cursor: null,
  previous_cursor: null,
  scan_limited: false,
};

/** Filtered, paginated history of executions. */
export const executionHistory = operationSchema({
  summary: "List executions, filtered and in pages",
  input,
  output,
  examples: {
    newest: {
      input: {},
      output: {
        executions: [row],
        ...singlePage,
        filters: { user_id: row.user_id, sort: "created_at.desc" },
      },
    },
    failures: {
      input: {
        status_filter: ["failed", "cancelled"],
        mode_filter: "cloud-run",
        created_after: "2026-01-01T00:00:00Z",
        search: "Check out",
        metadata: { customer: "acme" },
        tags: ["nightly"],
        sort: "execution_time_seconds.desc",
        page_size: 20,
      },
      output: {
        executions: [row],
        ...singlePage,
        page_size: 20,
        filters: {
          user_id: row.user_id,
          status_filter: ["failed", "cancelled"],
          mode_filter: "cloud-run",
          created_after: "2026-01-01T00:00:00+00:00",
          search: "Check out",
          metadata: { customer: "acme" },
          tags: ["nightly"],
          sort: "execution_time_seconds.desc",
        },
      },
    },
  },
});
