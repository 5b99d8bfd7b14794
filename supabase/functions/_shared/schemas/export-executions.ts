import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { execution } from "./execution.ts";
import { forUser, json, timestamp } from "./fields.ts";
import { filters } from "./filters.ts";

/** The kinds of file there are. */
export const exportFormat = z.enum(["csv", "json", "ndjson", "parquet"]);

/** What may be added to the columns of an export. */
export const exportInclude = z.enum(["inputs", "result", "logs", "events", "visual"]);

/** A row of an export, a line of JSON. */
export const exportedExecution = execution.partial({ inputs: true, result: true, logs: true })
  .extend({
    events: z.array(json).optional().describe("As execution-detail shows them."),
    visual: z.strictObject({
      first_event_at: timestamp.nullable(),
      last_event_at: timestamp.nullable(),
      streamed_seconds: z.number(),
      chunks: z.int(),
      tabs: z.int(),
      missing_chunks: z.int(),
      events: z.int(),
      lost_events: z.int(),
      bytes: z.int(),
      stored_bytes: z.int(),
      replay_score: z.int().nullable(),
      replay_reasons: z.array(z.string()),
    }).nullable().optional().describe("The numbers of its recording; null where it has none."),
  });

const input = z.strictObject({
  user_id: forUser,
  ...filters,
  sort: z.enum(["created_at.desc", "created_at.asc"]).optional()
    .describe("created_at.desc when absent."),
  format: z.union([exportFormat, z.literal("flat")]).optional()
    .describe("ndjson when absent. flat: as ndjson, with JSON values as text."),
  include: z.array(exportInclude).optional()
    .describe("Columns to add; visual are the numbers of the recording."),
  after: z.string().optional().describe(
    "Resumes an export: its snapshot, and created_at and execution_id of the last row that arrived, " +
      "with commas between; or after of an answer that was cut short.",
  ),
  gzip: z.boolean().optional().describe("True: the file is compressed. Not for parquet."),
});

const output = z.strictObject({
  rows: z.int().describe("How many executions they are."),
  snapshot: z.string().describe("Names the moment of which the export tells."),
  after: z.string().nullable().describe("Where to go on; null at the end."),
  content: z.string().describe("Whole lines, the next piece of the file."),
});

/** All executions that a filter lets through, as a file. */
export const exportExecutions = operationSchema({
  summary: "Export executions as a file",
  input,
  output,
  examples: {
    failures: {
      input: { status_filter: ["failed"], format: "ndjson", include: ["logs"] },
      output: {
        content: '{"execution_id":"0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03","status":"failed"}\n',
        rows: 1,
        snapshot: "795:799:795.797",
        after: null,
      },
    },
    resumed: {
      input: {
        status_filter: ["failed"],
        after:
          "795:799:795.797,2026-01-31T09:30:00.123456+00:00,0198c1f1-2a70-7c52-8f0d-5b8f6f0f9a03",
      },
      output: { content: "", rows: 0, snapshot: "795:799:795.797", after: null },
    },
  },
});
