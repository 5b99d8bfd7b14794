import * as z from "zod";
import { jsonObject, mode, moment, quality, seconds, status, tags, uuid } from "./fields.ts";

/** Which executions; together they must all hold. */
export const filters = {
  workflow_id: uuid.optional(),
  status_filter: z.union([status, z.array(status)], {
    error: "must be running, completed, failed or cancelled, or a list of these",
  }).transform((one) => [one].flat()).optional().describe("One status or several."),
  mode_filter: mode.optional(),
  visual_streaming_only: z.boolean().optional(),
  visual_quality: quality.optional(),
  session_id: z.string().max(255).optional(),
  created_after: moment.optional(),
  created_before: moment.optional(),
  min_seconds: seconds.optional(),
  max_seconds: seconds.optional(),
  search: z.string().optional().describe("Part of the error, workflow name or session."),
  metadata: jsonObject.optional().describe("Executions whose metadata contains this."),
  inputs: jsonObject.optional().describe("Executions whose inputs contain this."),
  tags: tags.optional().describe("Executions that carry all of these tags."),
};
