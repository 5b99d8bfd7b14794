import { type Problem, problemOf } from "./result.ts";

/**
 * What to answer when SQL took a report on a run that the database had ended before. That is no error
 * in SQL, which would roll back the event that keeps the report: the function returns its fields with
 * `late` true, and the status is 409.
 *
 * @param text what the SQL function returned
 * @param body the same, parsed
 * @returns null when it is no late report
 */
export function lateReport(text: string, body: Record<string, unknown>): Problem | null {
  if (body.late !== true) return null;
  const ended = [body.status, body.error_code].filter(Boolean).join(", ");
  return problemOf(
    "execution_already_finished",
    `The database had ended execution ${body.execution_id} (${ended}) before this report came: it is kept as an event of the run and changes nothing else. Stop the work, or create a new execution for it.`,
    { fields: text },
  );
}
