import * as z from "zod";
import { operationSchema } from "../operation.ts";
import { forUser, timestamp, uuid } from "./fields.ts";

const input = z.strictObject({ user_id: forUser });

const output = z.strictObject({
  executions_deleted: z.int().describe("Executions that would be deleted."),
  payloads_expired: z.int().describe("Others that would lose result, logs and events."),
  visuals_expired: z.int().describe("Others that would lose their recordings."),
  bytes: z.int().describe("What all of it takes, as in purges."),
  is_exact: z.boolean().describe("False: counted up to 50 000 of each, there is more."),
  parts: z.array(z.strictObject({
    workflow_id: uuid,
    workflow_name: z.string().nullable(),
    part: z.enum(["visual", "payloads", "rows"]),
    executions: z.int(),
    bytes: z.int(),
    oldest_created_at: timestamp,
    newest_created_at: timestamp,
  })).describe("The same by workflow: the 1000 largest."),
  computed_at: timestamp,
});

/** What the next run of retention would remove. */
export const previewRetention = operationSchema({
  summary: "Tell what retention would remove now, without removing it",
  input,
  output,
  examples: {
    due: {
      input: {},
      output: {
        executions_deleted: 120,
        payloads_expired: 0,
        visuals_expired: 0,
        bytes: 184320,
        is_exact: true,
        parts: [{
          workflow_id: "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11",
          workflow_name: "Order a kettle",
          part: "rows",
          executions: 120,
          bytes: 184320,
          oldest_created_at: "2025-10-01T08:00:00+00:00",
          newest_created_at: "2025-10-31T21:12:44.5+00:00",
        }],
        computed_at: "2026-01-31T09:30:00.123456+00:00",
      },
    },
    nothing: {
      input: {},
      output: {
        executions_deleted: 0,
        payloads_expired: 0,
        visuals_expired: 0,
        bytes: 0,
        is_exact: true,
        parts: [],
        computed_at: "2026-01-31T09:30:00.123456+00:00",
      },
    },
  },
});
