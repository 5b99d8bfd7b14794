import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { jsonObject, mode, quality, sessionId, status, tags, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({
  workflow_id: uuid.describe("The workflow to run: the caller's own or a public one."),
  inputs: jsonObject.optional().describe("What the run starts with; at most 256 KiB."),
  mode: mode.optional().describe("Where it runs; cloud-run when absent."),
  visual_enabled: z.boolean().optional()
    .describe("Whether the page is recorded; as visual_streaming_enabled when absent."),
  visual_streaming_enabled: z.boolean().optional()
    .describe("Whether the recording is streamed while the run lasts."),
  visual_quality: quality.optional().describe("Stored when streaming; standard when absent."),
  user_id: uuid.optional().describe(
    "For the service: whose run it is. Absent, the run of a public workflow is shared with everyone signed in.",
  ),
  idempotency_key: z.string().min(1).max(255).optional().describe(
    "Repeating a request with the same key and content returns the first answer, for 7 days unless the installation says otherwise. Also as header Idempotency-Key.",
  ),
  metadata: jsonObject.optional().describe("Labels of the caller's own; at most 16 KiB."),
  tags: tags.optional().describe("At most 32 tags of at most 64 characters."),
  timeout_seconds: z.int().min(1).max(2592000).optional().describe("How long the run may take."),
  session_id: sessionId.optional()
    .describe("A visual session that exists already; made when streaming and absent."),
});

const output = z.strictObject({
  execution_id: uuid,
  workflow_id: uuid,
  status,
  created_at: timestamp,
  session_id: z.string().nullable().describe("Null unless it streams or one was given."),
  visual_stream_url: z.string().nullable().describe("Null unless it streams."),
  viewer_url: z.string().nullable().describe("Null unless it streams."),
  replayed: z.boolean()
    .describe("True when an earlier request with the same idempotency key made the execution."),
});

/** Records that a workflow starts to run. */
export const createExecution = operationSchema({
  summary: "Record that a workflow starts to run",
  input,
  output,
  examples: {
    minimal: {
      input: { workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11" },
      output: {
        execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a01",
        workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
        status: "running",
        created_at: "2026-01-31T09:30:00.123456+00:00",
        session_id: null,
        visual_stream_url: null,
        viewer_url: null,
        replayed: false,
      },
    },
    streaming: {
      input: {
        workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
        inputs: { search: "blue kettle", max_price: 40 },
        mode: "local-run",
        visual_streaming_enabled: true,
        visual_quality: "high",
        metadata: { customer: "acme", attempt: 1 },
        tags: ["nightly", "shop"],
        timeout_seconds: 900,
      },
      output: {
        execution_id: "0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a02",
        workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
        status: "running",
        created_at: "2026-01-31T09:31:00.5+00:00",
        session_id: "visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10",
        visual_stream_url:
          "https://api.example.com/functions/v1/workflows/visual/visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10/stream",
        viewer_url:
          "https://api.example.com/functions/v1/workflows/visual/visual-3c0e2a52-6a5b-4f6f-9d0e-0d6c1f5f7a10/viewer",
        replayed: false,
      },
    },
  },
});
