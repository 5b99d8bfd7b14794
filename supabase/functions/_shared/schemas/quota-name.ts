import * as z from "zod";

/** What an account may be limited in. */
export const quotaName = z.enum([
  "executions_per_minute",
  "executions_per_day",
  "running_executions",
  "stored_bytes",
  "visual_events_per_second",
]);
